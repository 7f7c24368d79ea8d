import torch
from torch import nn
from torch.nn import functional as F

from layers import decay_groups, linear, train_step

WIDTH = 128


def lstm(weights, name):
    """Gates stand in the same order; torch has two biases, of which one stays 0."""
    module = nn.LSTM(WIDTH, WIDTH, batch_first=True)
    with torch.no_grad():
        module.weight_ih_l0.copy_(weights[f"{name}.kernel"].T)
        module.weight_hh_l0.copy_(weights[f"{name}.recurrent"].T)
        module.bias_ih_l0.copy_(weights[f"{name}.bias"])
        module.bias_hh_l0.zero_()
    module.bias_hh_l0.requires_grad_(False)
    return module


class CharLM(nn.Module):
    def __init__(self, weights):
        super().__init__()
        table = weights["logits.embedding.weight"].clone()
        self.embedding = nn.Embedding.from_pretrained(table, freeze=False)
        self.memory = lstm(weights, "memory")
        self.head = linear(weights, "head")

    def forward(self, tokens):
        hidden, _ = self.memory(self.embedding(tokens))
        return self.head(hidden)


def prepare(fixture, settings):
    model = CharLM(fixture.weights)
    optimizer = torch.optim.AdamW(decay_groups(model, 0.01), lr=1e-3)

    def loss_of(model, batch):
        logits = model(batch["tokens"])
        return F.cross_entropy(logits.flatten(0, 1), batch["next"].flatten())

    return train_step(model, optimizer, loss_of, fixture.batches)
