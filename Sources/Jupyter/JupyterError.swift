import Files
import Foundation

/// A reason for which front ends cannot reach the kernel, or for which it cannot be installed.
package enum JupyterError: UserFacingError, Equatable {
  case connectionFile(path: String, reason: String)
  case unknownScheme(path: String, scheme: String)
  case noLibrary
  case addressTaken(address: String, reason: String)
  case foreignKernel(path: String, name: String)
  case noKernel(path: String)
  case invalidName(String)
  case folderNotRemoved(path: String, reason: String)

  package var description: String {
    switch self {
    case .connectionFile(let path, let reason):
      "\(path) is not a Jupyter connection file: \(reason). Let Jupyter start the kernel, after `etude jupyter install`."
    case .unknownScheme(let path, let scheme):
      "\(path) asks for messages signed by \(scheme). Set `c.Session.signature_scheme` to hmac-sha256."
    case .noLibrary:
      "The library libzmq.so.5, which kernels use to talk to front ends, was not found. Install it: apt-get install libzmq5."
    case .addressTaken(let address, let reason):
      "The kernel cannot listen at \(address): \(reason). Restart it to get other ports."
    case .foreignKernel(let path, let name):
      "\(path) contains a kernel that Etude did not install. Remove it with `jupyter kernelspec remove \(name)`, or give this one "
        + "another name with --name."
    case .noKernel(let path): "There is no Etude kernel in \(path). `etude jupyter list` lists the installed ones."
    case .invalidName(let name):
      "“\(name)” is not a valid kernel name. Use letters, digits, hyphens, dots and underscores."
    case .folderNotRemoved(let path, let reason): "\(path) cannot be removed: \(reason). Remove it by hand."
    }
  }
}
