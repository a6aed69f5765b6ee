/// The former name of `TestSupport`, for tests that import it by that name.
@_exported import TestSupport
