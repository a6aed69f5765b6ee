/// The residual networks of He et al., as a table.
///
/// ```swift
/// let architecture = ResNetArchitecture.resnet34
/// ```
public enum ResNetArchitecture: String, Sendable, CaseIterable, Codable {
  /// 18 layers, 11.7 million parameters with 1,000 classes.
  case resnet18

  /// 34 layers, 21.8 million parameters with 1,000 classes.
  case resnet34

  /// 50 layers, 25.6 million parameters with 1,000 classes.
  case resnet50

  /// The kind of its blocks.
  public var block: ResidualBlock.Kind {
    switch self {
    case .resnet18, .resnet34: .basic
    case .resnet50: .bottleneck
    }
  }

  /// Number of blocks in each of the four stages.
  public var blockCounts: [Int] {
    switch self {
    case .resnet18: [2, 2, 2, 2]
    case .resnet34, .resnet50: [3, 4, 6, 3]
    }
  }

  /// Channels of the 3×3 convolutions in each stage; every stage but the first halves the image's sides.
  public static let stageWidths = [64, 128, 256, 512]

  /// Channels that the last stage gives.
  public var featureCount: Int { (Self.stageWidths.last ?? 0) * block.expansion }
}
