import { describe, expect, test } from "vitest";
import { flow, labelled, table, wrap } from "../../compiler/explain/render/layout.ts";
import { renderExplanation } from "../../compiler/explain/render/render-explanation.ts";
import { writeBytes, writeNumber } from "../../compiler/explain/render/write-number.ts";
import { plain } from "../../grammar/render.ts";
import { field, modelOf } from "../check/check-text.ts";
import { classifier, explained } from "./models.ts";

const spec = `/// Three kinds of flowers.
network Flowers(width: int = 8) {
  input x: f32[4]
  output logits = x -> dense(width) as hidden -> batch_norm -> relu -> dense(3) as head
}
policy Robust {
  kernel        { decay 0.05; l2 1e-4 }
  head.kernel   { decay 0.02; max_norm 3 }
  after relu    { dropout 0.25; activity_l2 1e-4 }
  target        { label_smoothing 0.1 }
  gradient      { clip global_norm 1.0 }
  run           { stop_early(on: val.accuracy, patience: 3, restore: best) }
}
/// A small run.
train flowers {
  network   Flowers
  policy    Robust
  data      memory { features x; target label }
  loss      cross_entropy(logits, label)
  optimizer adamw(lr: cosine(2e-3, warmup: 10 steps))
  batch     64
  epochs    6
  seed      7
  metrics   accuracy
}
`;

const model = await modelOf(spec, {}, { x: field([4]), label: field([], 3) });
const explanation = explained(model, { examples: 1200 });

describe("the text of an explanation", () => {
  test("reads like this, but for passes and kernels", () => {
    expect(renderExplanation({ ...explanation, passes: [], plan: null })).toMatchInlineSnapshot(`
      "flowers
        A small run.

      Network Flowers
        Three kinds of flowers.
        x                  input       f32[4]
        hidden             dense(8)    [8]     40
        logits.batch_norm  batch_norm  [8]     32
        logits.relu        relu        [8]
        head               dense(3)    [3]     27
        output logits is head
        83 numbers to train, 16 in moving statistics

      Training
        data       memory, split 0.8 / 0.1 / 0.1
                   features x
                   target label
        loss       cross_entropy(logits, label)
        optimizer  adamw: w ← (1 - ηλ)w - η m̂/(√v̂ + ε) (Loshchilov & Hutter 2019; torch AdamW, λ scaled
                   by η)
                   beta1 0.9, beta2 0.999, epsilon 1e-8, epsilon_mode outside, decay 0.01
        chain      gradient -> clip global_norm 1 -> adamw [m, v] -> times lr -> decay -> weight ->
                   projection
        lr         cosine(0.002, warmup: 10 steps): 0.0002 at the first step, 0.002 at most, 0 at the end
        run        batches of 64, 6 epochs of 19 steps, seed 7
        metrics    accuracy

      Parameters
        hidden.kernel  [4, 8]  kernel, glorot_uniform, fan in 4, fan out 8  spec.regnet:4
          l2 0.0001  Robust: kernel (spec.regnet:7)
            means     gradient += 0.0002 * w
            strength  no fixed share: adamw divides it, with the rest of the gradient, by the root of the
                      gradient's mean square (N-02)
            fused     the penalty left the loss graph: 2λ·w is added to the gradient (F-02)
            refused   the penalty on hidden.kernel stays a term of the gradient: clipping by norm reads
                      the gradient with the penalty in it (N-04)
          decay 0.05  Robust: kernel (spec.regnet:7)
            means     w -= lr * 0.05 * w
            strength  0.0001 of the weight a step, half of it in 6,931 steps or 365 epochs (L-14), at lr
                      0.002
            won over  decay 0.01 of adamw: kernel (spec.regnet:20): the optimizer brought it, and any rule
                      of a policy is stronger
            fused     the decay of hidden.kernel became one factor on the weight, computed on the host
                      (F-01, F-04)
            note      logits.batch_norm undoes any scale of it: shrinking it sets its effective learning
                      rate, not the function; in equilibrium it turns by √(2ηλ) = 0.014 a step (F-15,
                      L-05)
        hidden.bias  [8]  bias, zeros  spec.regnet:4
          not regularized
            fused     hidden.bias is cancelled by batch normalization: the sum is taken without it, the
                      moving mean keeps it (F-17)
            note      the loss does not depend on hidden.bias: its gradient is zero (L-20)
        logits.batch_norm.gamma  [8]  norm, ones  spec.regnet:4
          not regularized
        logits.batch_norm.beta  [8]  norm, zeros  spec.regnet:4
          not regularized
        logits.batch_norm.moving_mean  [8]  statistic, zeros  spec.regnet:4
          a moving statistic: observed, not trained
        logits.batch_norm.moving_variance  [8]  statistic, ones  spec.regnet:4
          a moving statistic: observed, not trained
        head.kernel  [8, 3]  kernel, glorot_uniform, fan in 8, fan out 3  spec.regnet:4
          l2 0.0001  Robust: kernel (spec.regnet:7)
            means     gradient += 0.0002 * w
            strength  no fixed share: adamw divides it, with the rest of the gradient, by the root of the
                      gradient's mean square (N-02)
            fused     the penalty left the loss graph: 2λ·w is added to the gradient (F-02)
            refused   the penalty on head.kernel stays a term of the gradient: clipping by norm reads the
                      gradient with the penalty in it (N-04)
          decay 0.02  Robust: head.kernel (spec.regnet:8)
            means     w -= lr * 0.02 * w
            strength  0.00004 of the weight a step, half of it in 17,329 steps or 912 epochs (L-14), at lr
                      0.002
            won over  decay 0.05 of Robust: kernel (spec.regnet:7): fewer names than \`head.kernel\`
            won over  decay 0.01 of adamw: kernel (spec.regnet:20): the optimizer brought it, and any rule
                      of a policy is stronger
            fused     the decay of head.kernel became one factor on the weight, computed on the host
                      (F-01, F-04)
          max_norm 3  Robust: head.kernel (spec.regnet:8)
            means     norm of each unit's incoming weights <= 3
            kept      computed as written
        head.bias  [3]  bias, zeros  spec.regnet:4
          not regularized

      Places
        the target label
          label_smoothing 0.1  Robust: target (spec.regnet:10)
            means     target = 0.9 * target + 0.1 / classes
            values    0.933 for the class, 0.0333 for each other of 3
            stage     3 of the training step
            fused     softmax and cross-entropy became one primitive without a one-hot tensor (F-10);
                      label smoothing is inside it
        after logits.relu
          dropout 0.25  Robust: after relu (spec.regnet:9)
            means     each number 0 with probability 0.25, else times 1.333
            stream    logits.relu/dropout, in training only
            stage     5 of the training step
            kept      computed as written
          activity_l2 0.0001  Robust: after relu (spec.regnet:9)
            means     loss += 0.0001 * Σa² / batch
            stage     6 of the training step
            refused   the penalty stays in the loss: it is on a value computed from a parameter, not on a
                      parameter
        all gradients
          clip global_norm 1  Robust: gradient (spec.regnet:11)
            means     norm of all gradients together <= 1
            stage     8 of the training step
            kept      computed as written
        the run
          stop_early(val.accuracy, 3)  Robust: run (spec.regnet:12)
            means     stop after 3 epochs without improvement of val.accuracy; keep the best weights
            kept      left to the training loop

      One training step
         1  take 64 examples of memory
         3  label_smoothing 0.1 on the target label
         5  forward, in training mode; dropout 0.25 after logits.relu; moving statistics follow the
            batch's
         6  loss = cross_entropy(logits, label), mean over the batch; + l2 0.0001 on 2 parameters; +
            activity_l2 0.0001 after logits.relu
         7  backward: the gradient of the whole loss by 6 parameters
         8  clip global_norm 1 on all gradients
        10  direction u of adamw
        11  decay and step, both from the old weight: w -= lr·λ·w + lr·u; decay 0.05 on hidden.kernel;
            decay 0.02 on head.kernel
        13  max_norm 3 on head.kernel, also once before the first step
        16  count the step; schedules read the number of finished steps

      Passes

      Kernels
        the backend cannot run this step
      "
    `);
  });

  test("lists passes and kernels", () => {
    const passes = [
      {
        pass: "shrink-under-sgd",
        reason: "",
        notes: [
          { kind: "rewrote", text: "the decay of * became one factor", count: 2 },
          { kind: "refused", text: "not here", count: 1 },
        ],
      },
    ] as const;
    const plan = {
      backend: "wasm",
      batch: 64,
      calls: 1234,
      kernels: [
        { name: "elementwise", via: "host", calls: 1230 },
        { name: "BatchMatMul", via: "tfjs", calls: 4 },
      ],
      peakBytes: 3 * 1024 ** 2,
    } as const;
    const text = renderExplanation({ ...explanation, passes, plan });
    expect(text.slice(text.indexOf("Passes"))).toMatchInlineSnapshot(`
      "Passes
        shrink-under-sgd
          fused    2 times: the decay of * became one factor
          refused  not here

      Kernels
        1,234 calls a step on wasm for batches of 64; tensors take 3 MiB at most
        tfjs  BatchMatMul 4
        own   elementwise 1230
      "
    `);
  });

  test("of chosen parameters holds these alone", () => {
    const text = renderExplanation(explained(classifier(), { parameter: "head" }));
    expect(text).toMatchInlineSnapshot(`
      "Parameters
        head.kernel  [8, 3]  kernel, glorot_uniform, fan in 8, fan out 3
          not regularized
        head.bias  [3]  bias, zeros
          not regularized
      "
    `);
  });

  test("fits into 100 columns, except words that are longer", () => {
    for (const line of renderExplanation(explanation).split("\n"))
      expect(line.length).toBeLessThanOrEqual(100);
  });

  test("is the same text when painted, but for the paint", () => {
    const mark = (text: string) => `⟨${text}⟩`;
    const painted = renderExplanation(explanation, {
      error: mark,
      warning: mark,
      note: mark,
      strong: mark,
      faint: mark,
    });
    expect(painted).not.toBe(renderExplanation(explanation));
    expect(painted.replaceAll(/[⟨⟩]/g, "")).toBe(renderExplanation(explanation, plain));
  });
});

test("lines break at spaces, and a long word stays whole", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("extraordinary word", 5)).toEqual(["extraordinary", "word"]);
});

test("what does not fit beside stands below", () => {
  const mark = (text: string) => `*${text}*`;
  const [wide, narrow] = ["w".repeat(60), "n".repeat(40)];
  expect(flow(2, [["a", mark], ["b"]])).toEqual(["  *a*  b"]);
  expect(flow(2, [[wide], [narrow, mark], ["b"]])).toEqual([`  ${wide}`, `      *${narrow}*  b`]);
});

test("further lines of a labelled text stand below its first", () => {
  const lines = labelled({ indent: 2, label: "note", width: 6 }, `${"word ".repeat(20)}end`);
  expect(lines).toHaveLength(2);
  expect(lines[0]!.startsWith("  note    word")).toBe(true);
  expect(lines[1]!.startsWith("          word") || lines[1]!.startsWith("          end")).toBe(true);
});

test("columns of numbers end together", () => {
  const rows = [
    ["a", "10"],
    ["long", "9"],
  ];
  expect(table(rows, 1, [1])).toEqual([" a     10", " long   9"]);
});

test("numbers keep three digits, bytes have units", () => {
  expect([0.000123456, 1.5, 6931.47, 0, Number.POSITIVE_INFINITY].map(writeNumber)).toEqual([
    "0.000123",
    "1.5",
    "6,931",
    "0",
    "Infinity",
  ]);
  expect([0, 512, 2048, 5 * 1024 ** 3].map(writeBytes)).toEqual(["0 bytes", "512 bytes", "2 KiB", "5 GiB"]);
});
