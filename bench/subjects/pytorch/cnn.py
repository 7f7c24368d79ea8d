"""W2's network."""

from torch import nn

from layers import convolution, linear, linear_after_flatten


def make_cnn(weights):
    return nn.Sequential(
        convolution(weights, "edges"),
        nn.ReLU(),
        convolution(weights, "shapes"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        linear_after_flatten(weights, "hidden", 12, 12, 64),
        nn.ReLU(),
        linear(weights, "head"),
    )


def to_channels_first(batches):
    """[batch, height, width, channels] as torch has it."""
    return [{**batch, "image": batch["image"].permute(0, 3, 1, 2).contiguous()} for batch in batches]
