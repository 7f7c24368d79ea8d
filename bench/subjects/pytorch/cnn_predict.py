from cnn import make_cnn, to_channels_first
from prediction import predict_step


def prepare(fixture, settings):
    return predict_step(make_cnn(fixture.weights), to_channels_first(fixture.batches))
