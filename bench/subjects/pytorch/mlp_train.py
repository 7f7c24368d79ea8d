import torch
from torch.nn import functional as F

from layers import decay_groups, train_step
from mlp import make_mlp


def prepare(fixture, settings):
    model = make_mlp(fixture.weights, 0.2 if settings["noise"] else 0.0)
    optimizer = torch.optim.AdamW(decay_groups(model, 0.01), lr=1e-3)

    def loss_of(model, batch):
        return F.cross_entropy(model(batch["image"]), batch["label"])

    return train_step(model, optimizer, loss_of, fixture.batches)
