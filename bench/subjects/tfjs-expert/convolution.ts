import * as tf from "@tensorflow/tfjs";

/** Stride 1, no padding; bias and activation fused. */
export function convolution(x: tf.Tensor4D, filter: tf.Variable, bias: tf.Variable): tf.Tensor4D {
  return tf.fused.conv2d({
    x,
    filter: filter as tf.Tensor4D,
    strides: 1,
    pad: "valid",
    bias,
    activation: "relu",
  });
}

/**
 * The wasm backend has no kernel for it: for each cell of the filter, the product of the inputs under it, transposed,
 * with the gradient.
 */
export function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, [height, width]: readonly [number, number]) {
  const [examples, rows, columns, filters] = dy.shape;
  const channels = x.shape[3];
  const positions = examples * rows * columns;
  const flat = tf.reshape(dy, [positions, filters]);
  const cells: tf.Tensor2D[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const window = tf.slice(x, [0, row, column, 0], [examples, rows, columns, channels]);
      cells.push(tf.matMul(tf.transpose(tf.reshape(window, [positions, channels])), flat));
    }
  }
  return tf.reshape(tf.stack(cells), [height, width, channels, filters]) as tf.Tensor4D;
}

/** The stock kernel is slow on wasm: as a convolution of the padded gradient with the flipped, transposed filter. */
export function inputGradientOfConvolution(dy: tf.Tensor4D, filter: tf.Variable): tf.Tensor4D {
  const [height, width] = filter.shape as [number, number, number, number];
  const [above, beside] = [height - 1, width - 1];
  const padded = tf.pad(dy, [
    [0, 0],
    [above, above],
    [beside, beside],
    [0, 0],
  ]);
  const turned = tf.transpose(tf.reverse(filter as tf.Tensor4D, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(padded, turned, 1, "valid");
}
