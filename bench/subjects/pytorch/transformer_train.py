import torch
from torch import nn
from torch.nn import functional as F

from layers import decay_groups, linear, load, train_step

WIDTH, HEADS, LENGTH = 128, 4, 64


def norm(weights, name):
    return load(nn.LayerNorm(WIDTH), weights[f"{name}.gamma"], weights[f"{name}.beta"])


def block(weights, name):
    """A pre-norm encoder layer of torch with the weights of one of the spec's blocks."""
    layer = nn.TransformerEncoderLayer(
        WIDTH, HEADS, 4 * WIDTH, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
    )
    attention = f"{name}.mixed.attention"
    parts = ("query", "key", "value")
    with torch.no_grad():
        kernels = [weights[f"{attention}.{part}_kernel"].T for part in parts]
        biases = [weights[f"{attention}.{part}_bias"] for part in parts]
        layer.self_attn.in_proj_weight.copy_(torch.cat(kernels))
        layer.self_attn.in_proj_bias.copy_(torch.cat(biases))
    output = layer.self_attn.out_proj
    load(output, weights[f"{attention}.output_kernel"].T, weights[f"{attention}.output_bias"])
    layer.norm1 = norm(weights, f"{name}.mixed.layer_norm")
    layer.norm2 = norm(weights, f"{name}.y.layer_norm")
    layer.linear1 = linear(weights, f"{name}.widen")
    layer.linear2 = linear(weights, f"{name}.narrow")
    return layer


class CharLM(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(weights["trunk.embedding.weight"].clone(), freeze=False)
        self.positions = nn.Parameter(weights["trunk.position_embedding.weight"].clone())
        self.blocks = nn.ModuleList(
            [block(weights, "trunk.Transformer"), block(weights, "trunk.Transformer_2")]
        )
        self.norm = norm(weights, "logits.layer_norm")
        self.head = linear(weights, "head")
        later = torch.triu(torch.full((LENGTH, LENGTH), float("-inf")), diagonal=1)
        self.register_buffer("mask", later)

    def forward(self, tokens):
        x = self.embedding(tokens) + self.positions
        for layer in self.blocks:
            x = layer(x, src_mask=self.mask)
        return self.head(self.norm(x))


def prepare(fixture, settings):
    model = CharLM(fixture.weights)
    optimizer = torch.optim.AdamW(decay_groups(model, 0.01), lr=1e-3)

    def loss_of(model, batch):
        logits = model(batch["tokens"])
        return F.cross_entropy(logits.flatten(0, 1), batch["next"].flatten())

    return train_step(model, optimizer, loss_of, fixture.batches)
