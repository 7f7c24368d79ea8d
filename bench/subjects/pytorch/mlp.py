"""W1's network."""

from torch import nn

from layers import linear


def make_mlp(weights, rate):
    return nn.Sequential(
        linear(weights, "first"),
        nn.ReLU(),
        nn.Dropout(rate),
        linear(weights, "second"),
        nn.ReLU(),
        nn.Dropout(rate),
        linear(weights, "head"),
    )
