@_exported import Display
@_exported import Files
@_exported import Images
@_exported import Learning
@_exported import Plotting
@_exported import Signal
@_exported import Tensors
@_exported import Verbs
