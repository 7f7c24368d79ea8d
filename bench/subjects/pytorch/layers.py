"""Modules that start from the weights of a fixture."""

import torch
from torch import nn


def load(module, weight, bias):
    """Puts values of torch's own layout into a module."""
    with torch.no_grad():
        module.weight.copy_(weight)
        module.bias.copy_(bias)
    return module


def linear(weights, name):
    """Kernels are [in, out] in the fixture, and [out, in] in torch."""
    kernel = weights[f"{name}.kernel"]
    return load(nn.Linear(*kernel.shape), kernel.T, weights[f"{name}.bias"])


def convolution(weights, name):
    """Filters are [height, width, in, out] in the fixture, and [out, in, height, width] in torch."""
    kernel = weights[f"{name}.kernel"].permute(3, 2, 0, 1)
    out_channels, in_channels, height, width = kernel.shape
    module = nn.Conv2d(in_channels, out_channels, (height, width))
    return load(module, kernel, weights[f"{name}.bias"])


def linear_after_flatten(weights, name, height, width, channels):
    """The fixture flattens [height, width, channels], torch [channels, height, width]: rows change places."""
    kernel = weights[f"{name}.kernel"]
    out_features = kernel.shape[1]
    rows = kernel.reshape(height, width, channels, out_features).permute(2, 0, 1, 3)
    module = nn.Linear(height * width * channels, out_features)
    return load(module, rows.reshape(-1, out_features).T, weights[f"{name}.bias"])


def decay_groups(model, decay):
    """Decay acts on matrices and filters, and on no bias or norm."""
    parameters = list(model.parameters())
    return [
        {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": decay},
        {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
    ]


def train_step(model, optimizer, loss_of, batches):
    """One step as torch's tutorials have it."""

    def step(index):
        batch = batches[index]
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model, batch)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step
