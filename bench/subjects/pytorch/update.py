"""The update alone: the gradients stay as they are."""

import torch

MATRICES = 50
MASK = 0xFFFFFFFF


def random_values(seed, size):
    """The values of ../../workloads/random-values.ts, in whole numbers of 64 bits."""
    index = torch.arange(1, size + 1, dtype=torch.int64)
    hashed = ((index * 0x9E3779B1) & MASK) ^ (((seed + 1) * 0x85EBCA6B) & MASK)
    for factor in (0x85EBCA6B, 0xC2B2AE35):
        hashed = multiply(hashed ^ (hashed >> (16 if factor == 0x85EBCA6B else 13)), factor)
    return ((hashed ^ (hashed >> 16)) >> 8).double() / 2**24


def multiply(values, factor):
    """The lower 32 bits of a product, in halves so that nothing overflows."""
    low, high = factor & 0xFFFF, factor >> 16
    return ((values * low) + (((values * high) & 0xFFFF) << 16)) & MASK


def prepare(fixture, settings):
    sizes = settings["sizes"]
    shapes = [(sizes["rows"], sizes["columns"]), (sizes["columns"], sizes["rows"])]
    parameters = []
    for matrix in range(MATRICES):
        rows, columns = shapes[matrix % 2]
        values = 0.2 * (random_values(matrix, rows * columns) - 0.5)
        parameter = torch.nn.Parameter(values.float().reshape(rows, columns))
        gradient = 0.1 * (random_values(MATRICES + matrix, rows * columns) - 0.5)
        parameter.grad = gradient.float().reshape(rows, columns)
        parameters.append(parameter)
    averages = [parameter.detach().clone() for parameter in parameters]
    optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01, foreach=True)

    def step(index):
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        with torch.no_grad():
            for parameter in parameters:
                parameter.copy_(torch.renorm(parameter, 2, 1, 3.0))
            torch._foreach_mul_(averages, 0.999)
            torch._foreach_add_(averages, [p.detach() for p in parameters], alpha=0.001)
            return 0.0 if settings["noise"] else parameters[-1].square().mean().item()

    return step
