"""Writes test/fixtures/keras-steps.json: five training steps of small networks by Keras 3, in float64.

Each case holds the network twice: built in Keras here, and described as the tests build it in regnet, with the
options under which both mean the same. Run from the repository's root, with keras and jax installed:

    python test/oracles/make-keras-fixtures.py
"""

import json
import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np
from keras import constraints, layers, losses, optimizers, regularizers

keras.backend.set_floatx("float64")
# Keras holds learning rates in float32, so they are powers of two here.
STEPS = 5
# Digits after the point to which weights agree where Keras or JAX computes in float32: batch norm, the losses of one
# output, tanh.
FLOAT32_INSIDE = 6
BATCH = 6
random = np.random.default_rng(20240229)


def regnet_layer(name, layer, *inputs, **options):
    """Inputs are named where they are not the layer before it."""
    node = {"id": name, "layer": layer, "options": options}
    return {**node, "inputs": list(inputs)} if inputs else node


def technique(name, **options):
    return {"technique": name, "options": options}


def case(name, keras_layers, nodes, shape, loss, optimizer, keras_loss, keras_optimizer, target, policy=None, sites=None, digits=10, tokens=None):
    """`keras_layers` is a list, or a function of the input; `tokens` says how many there are where the input holds them."""
    x = layers.Input(shape, dtype="float64" if tokens is None else "int32")
    model = keras.Model(x, keras_layers(x) if callable(keras_layers) else keras.Sequential(keras_layers)(x))
    # Short numbers keep the fixture small; statistics start where Keras starts them.
    for variable in model.weights:
        if "moving" not in variable.path:
            variable.assign(np.round(np.asarray(variable) + random.normal(0, 0.2, variable.shape), 3))
    initial = read(model)
    model.compile(loss=keras_loss, optimizer=keras_optimizer)
    batches, totals, penalties = [], [], []
    for _ in range(STEPS):
        x = (
            np.round(random.normal(0, 1, (BATCH, *shape)), 2)
            if tokens is None
            else random.integers(0, tokens, (BATCH, *shape))
        )
        given, keras_target = target()
        model(x)
        penalties.append(float(sum(model.losses)) if model.losses else 0.0)
        model.reset_metrics()
        totals.append(float(model.train_on_batch(x, keras_target)))
        batches.append({"x": x.ravel().tolist(), "y": np.asarray(given).ravel().tolist()})
    return {
        "name": name,
        "digits": digits,
        "model": {
            "input": list(shape),
            "inputDType": "f32" if tokens is None else "i32",
            "nodes": nodes,
            "loss": loss,
            "optimizer": optimizer,
            "policy": policy or {},
            "sites": sites or [],
        },
        "weights": initial,
        "batches": batches,
        "totals": totals,
        "penalties": penalties,
        "final": read(model),
        **({"averages": read_averages(model)} if model.optimizer.use_ema else {}),
    }


def read(model):
    """Values by regnet's parameter id, `<layer>.<slot>`: the slots have the names that Keras gives its variables."""
    return {parameter_id(v): np.round(np.asarray(v), 13).ravel().tolist() for v in model.weights}


def read_averages(model):
    averages = model.optimizer._model_variables_moving_average
    return {
        parameter_id(variable): np.round(np.asarray(average), 13).ravel().tolist()
        for variable, average in zip(model.trainable_variables, averages)
    }


def parameter_id(variable):
    # Recurrent layers hold their variables in a cell, attention in a layer for each projection.
    path = [part for part in variable.path.split("/") if part != "lstm_cell"]
    if path[-2] in ("query", "key", "value", "attention_output"):
        path[-2:] = ["_".join(path[-2:]).removeprefix("attention_")]
    return ".".join(path[-2:]).replace("recurrent_kernel", "recurrent").replace("embeddings", "weight")


def class_target(classes, *places):
    def target():
        labels = random.integers(0, classes, (BATCH, *places))
        return labels, np.eye(classes)[labels]

    return target


def number_target():
    y = np.round(random.normal(0, 2, (BATCH, 1)), 2)
    return y, y


def binary_target():
    y = random.integers(0, 2, (BATCH, 1)).astype("float64")
    return y, y


def softmax_loss(smoothing=0.0):
    return losses.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing)


def mlp(first):
    return [
        layers.Dense(8, name="hidden", **first),
        layers.ReLU(),
        layers.Dense(3, name="head"),
    ]


class PositionEmbedding(layers.Layer):
    def build(self, shape):
        self.weight = self.add_weight(name="weight", shape=shape[1:], initializer="uniform")

    def call(self, x):
        return x + self.weight


def transformer(tokens):
    """One block with normalization before each branch, over four positions of five tokens."""
    x = PositionEmbedding(name="place")(layers.Embedding(5, 4, name="table")(tokens))
    h = layers.LayerNormalization(epsilon=1e-5, name="norm_1")(x)
    x = x + layers.MultiHeadAttention(2, 2, name="mix")(h, h, use_causal_mask=True)
    h = layers.LayerNormalization(epsilon=1e-5, name="norm_2")(x)
    h = layers.Dense(4, name="down")(layers.Dense(8, activation="gelu", name="up")(h))
    return layers.Dense(5, name="head")(layers.LayerNormalization(epsilon=1e-5, name="norm_3")(x + h))


MLP = [
    regnet_layer("hidden", "dense", units=8),
    regnet_layer("act", "relu"),
    regnet_layer("head", "dense", units=3),
]
CROSS_ENTROPY = {"name": "cross_entropy"}
KERAS_ADAM = {"lr": 2**-7, "epsilon": 1e-7, "epsilon_mode": "before_correction"}


def without_bias_decay(optimizer):
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    return optimizer


cases = [
    case(
        "an l1_l2 kernel under Adam (article B-13)",
        mlp({"kernel_regularizer": regularizers.L1L2(l1=0.01, l2=0.01)}),
        MLP,
        (5,),
        CROSS_ENTROPY,
        {"name": "adam", "options": KERAS_ADAM},
        softmax_loss(),
        optimizers.Adam(2**-7),
        class_target(3),
        {"hidden.kernel": [technique("l1", strength=0.01), technique("l2", strength=0.01)]},
    ),
    case(
        "an l1 kernel under SGD (article D-10a)",
        mlp({"kernel_regularizer": regularizers.L1(0.01)}),
        MLP,
        (5,),
        CROSS_ENTROPY,
        {"name": "sgd", "options": {"lr": 0.125}},
        softmax_loss(),
        optimizers.SGD(0.125),
        class_target(3),
        {"hidden.kernel": [technique("l1", strength=0.01)]},
    ),
    case(
        "an l2 kernel under SGD with momentum (article D-10b)",
        mlp({"kernel_regularizer": regularizers.L2(0.01)}),
        MLP,
        (5,),
        CROSS_ENTROPY,
        {"name": "momentum", "options": {"lr": 0.0625}},
        softmax_loss(),
        optimizers.SGD(0.0625, momentum=0.9),
        class_target(3),
        {"hidden.kernel": [technique("l2", strength=0.01)]},
    ),
    case(
        "l1 on kernel, bias and activity (article D-10d)",
        mlp(
            {
                "kernel_regularizer": regularizers.L1(0.01),
                "bias_regularizer": regularizers.L1(0.01),
                "activity_regularizer": regularizers.L1(0.01),
            }
        ),
        MLP,
        (5,),
        CROSS_ENTROPY,
        {"name": "sgd", "options": {"lr": 0.125}},
        softmax_loss(),
        optimizers.SGD(0.125),
        class_target(3),
        {name: [technique("l1", strength=0.01)] for name in ("hidden.kernel", "hidden.bias")},
        [
            {
                "id": "hidden/activity_l1",
                "at": {"site": "activation", "value": "hidden"},
                **technique("activity_l1", strength=0.01),
            }
        ],
    ),
    case(
        "AdamW that spares biases",
        mlp({}),
        MLP,
        (5,),
        CROSS_ENTROPY,
        {"name": "adamw", "options": KERAS_ADAM},
        softmax_loss(),
        without_bias_decay(optimizers.AdamW(2**-7, weight_decay=0.05)),
        class_target(3),
        {name: [technique("decay", strength=0.05)] for name in ("hidden.kernel", "head.kernel")},
    ),
    case(
        "Nesterov momentum with decoupled decay and a clipped global norm",
        mlp({}),
        MLP,
        (5,),
        CROSS_ENTROPY,
        {"name": "nesterov", "options": {"lr": 0.125}},
        softmax_loss(0.1),
        without_bias_decay(optimizers.SGD(0.125, momentum=0.9, nesterov=True, weight_decay=0.05, global_clipnorm=0.4)),
        class_target(3),
        {name: [technique("decay", strength=0.05)] for name in ("hidden.kernel", "head.kernel")},
        [
            {"id": "target/label_smoothing", "at": {"site": "target"}, **technique("label_smoothing", epsilon=0.1)},
            {"id": "gradient/clip", "at": {"site": "gradient"}, **technique("clip_global_norm", bound=0.4)},
        ],
    ),
    case(
        "convolution, batch norm and pooling under SGD with momentum",
        [
            layers.Conv2D(3, 3, padding="same", name="conv"),
            layers.BatchNormalization(name="norm"),
            layers.ReLU(),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(3, name="head"),
        ],
        [
            regnet_layer("conv", "conv", filters=3, size=3),
            regnet_layer("norm", "batch_norm"),
            regnet_layer("act", "relu"),
            regnet_layer("pool", "max_pool", size=2),
            regnet_layer("flat", "flatten"),
            regnet_layer("head", "dense", units=3),
        ],
        (6, 6, 2),
        CROSS_ENTROPY,
        {"name": "momentum", "options": {"lr": 0.0625}},
        softmax_loss(),
        optimizers.SGD(0.0625, momentum=0.9),
        class_target(3),
        digits=FLOAT32_INSIDE,
    ),
    case(
        "strided convolution, average pooling, ELU and a Keras max-norm, yes or no",
        [
            layers.Conv2D(4, 3, strides=2, padding="valid", kernel_constraint=constraints.MaxNorm(0.9, axis=[0, 1, 2]), name="conv"),
            layers.ELU(),
            layers.AveragePooling2D(2, strides=1, padding="same"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(1, name="head"),
        ],
        [
            regnet_layer("conv", "conv", filters=4, size=3, stride=2, padding="valid"),
            regnet_layer("act", "elu"),
            regnet_layer("pool", "avg_pool", size=2, stride=1, padding="same"),
            regnet_layer("global", "global_avg_pool"),
            regnet_layer("head", "dense", units=1),
        ],
        (7, 7, 2),
        {"name": "binary_cross_entropy"},
        {"name": "sgd", "options": {"lr": 0.25}},
        losses.BinaryCrossentropy(from_logits=True),
        optimizers.SGD(0.25),
        binary_target,
        {"conv.kernel": [technique("max_norm", bound=0.9, epsilon=1e-7)]},
        digits=FLOAT32_INSIDE,
    ),
    case(
        "Huber regression under RMSprop, GELU inside",
        [layers.Dense(6, activation="gelu", name="hidden"), layers.Dense(1, name="head")],
        [
            regnet_layer("hidden", "dense", units=6),
            regnet_layer("act", "gelu"),
            regnet_layer("head", "dense", units=1),
        ],
        (4,),
        {"name": "huber", "options": {"delta": 0.7}},
        {"name": "rmsprop", "options": {"lr": 2**-7, "epsilon_mode": "inside", "momentum": 0.5}},
        losses.Huber(delta=0.7),
        optimizers.RMSprop(2**-7, rho=0.9, momentum=0.5, epsilon=1e-7),
        number_target,
        digits=FLOAT32_INSIDE,
    ),
    case(
        "two LSTMs, of the second the last state, under SGD with momentum",
        [
            layers.LSTM(4, return_sequences=True, name="first"),
            layers.LSTM(3, name="second"),
            layers.Dense(3, name="head"),
        ],
        [
            regnet_layer("first", "lstm", units=4),
            regnet_layer("second", "lstm", **{"units": 3, "return": "last"}),
            regnet_layer("head", "dense", units=3),
        ],
        (5, 2),
        CROSS_ENTROPY,
        {"name": "momentum", "options": {"lr": 0.25}},
        softmax_loss(),
        optimizers.SGD(0.25, momentum=0.9),
        class_target(3),
        digits=FLOAT32_INSIDE,
    ),
    case(
        "a transformer over sequences of labels under SGD with momentum, smoothed",
        transformer,
        [
            regnet_layer("table", "embedding", vocabulary=5, width=4),
            regnet_layer("place", "position_embedding"),
            regnet_layer("norm_1", "layer_norm"),
            regnet_layer("mix", "attention", heads=2, causal=True),
            regnet_layer("mixed", "add", "place", "mix"),
            regnet_layer("norm_2", "layer_norm"),
            regnet_layer("up", "dense", units=8),
            regnet_layer("act", "gelu"),
            regnet_layer("down", "dense", units=4),
            regnet_layer("fed", "add", "mixed", "down"),
            regnet_layer("norm_3", "layer_norm"),
            regnet_layer("head", "dense", units=5),
        ],
        (4,),
        CROSS_ENTROPY,
        {"name": "momentum", "options": {"lr": 0.0625}},
        softmax_loss(0.1),
        optimizers.SGD(0.0625, momentum=0.9),
        class_target(5, 4),
        sites=[{"id": "target/label_smoothing", "at": {"site": "target"}, **technique("label_smoothing", epsilon=0.1)}],
        tokens=5,
        digits=FLOAT32_INSIDE,
    ),
    case(
        "an average of the weights under AdamW",
        # Without a constraint: Keras averages before it constrains, where 0.5 averages last.
        mlp({}),
        MLP,
        (5,),
        CROSS_ENTROPY,
        {"name": "adamw", "options": KERAS_ADAM},
        softmax_loss(),
        without_bias_decay(optimizers.AdamW(2**-7, weight_decay=0.05, use_ema=True, ema_momentum=0.75)),
        class_target(3),
        {name: [technique("decay", strength=0.05)] for name in ("hidden.kernel", "head.kernel")},
        [{"id": "update/ema", "at": {"site": "update"}, **technique("ema", keep=0.75)}],
    ),
]

with open("test/fixtures/keras-steps.json", "w") as file:
    json.dump({"keras": keras.__version__, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
