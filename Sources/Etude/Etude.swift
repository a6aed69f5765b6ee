@_exported import Datasets
@_exported import Display
@_exported import Images
@_exported import Learning
@_exported import Networks
@_exported import Plotting
@_exported import Signal
@_exported import Tensors
