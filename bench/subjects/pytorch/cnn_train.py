import torch
from torch.nn import functional as F

from cnn import make_cnn, to_channels_first
from layers import train_step


def prepare(fixture, settings):
    model = make_cnn(fixture.weights)
    kernels = [parameter for parameter in model.parameters() if parameter.dim() >= 2]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def loss_of(model, batch):
        penalty = sum(kernel.square().sum() for kernel in kernels)
        return F.cross_entropy(model(batch["image"]), batch["label"]) + 1e-4 * penalty

    return train_step(model, optimizer, loss_of, to_channels_first(fixture.batches))
