/// The version of this project.
package enum EtudeVersion {
  package static let current = "0.1.0"
}
