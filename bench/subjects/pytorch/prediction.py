"""Inference as torch's tutorials have it."""

import torch


def predict_step(model, batches):
    model.eval()

    def step(index):
        with torch.inference_mode():
            return model(batches[index]["image"]).square().mean().item()

    return step
