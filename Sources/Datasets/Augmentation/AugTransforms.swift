import Images
import Tensors

/// The usual augmentations: mirroring, rotation, magnification, tilt and lighting, like fastai's `aug_transforms`.
///
/// All geometry is one interpolation and all lighting one step in logit space, with independent draws for each training
/// image; the validation set is unchanged. Parameters and defaults are those of fastai.
///
/// ```swift
/// let augmented = block.new(batchTransforms: augTransforms(flipVert: true, maxRotate: 0, maxLighting: 0.8))
/// ```
/// - Parameters:
///   - mult: multiplies `maxRotate`, `maxLighting` and `maxWarp`.
///   - doFlip: whether to mirror, for half of the images.
///   - flipVert: whether to mirror by any of the square's eight symmetries, and not only from left to right.
///   - maxRotate: turns, in degrees either way.
///   - minZoom: the smallest magnification.
///   - maxZoom: the largest magnification.
///   - maxLighting: the maximum change of brightness and contrast, at least 0 and, multiplied by `mult`, less than 1.
///   - maxWarp: how much images are tilted; multiplied by `mult`, less than 1.
///   - pAffine: the chance of each of turn, magnification and tilt.
///   - pLighting: the chance of each of brightness and contrast.
///   - xtraTransforms: further steps; geometry and light among them join the others.
///   - size: the size of the result; nil to keep that of the input.
///   - mode: how samples between pixels are found.
///   - padMode: the padding beyond the edges.
///   - alignCorners: whether the outermost coordinates are the centres of pixels, and not their edges.
///   - batch: whether all images of a batch share one draw.
///   - minScale: the smallest fraction of the area to keep; below 1, a random rectangle is resized to `size`.
/// - Precondition: a `minScale` other than 1 needs a `size`.
public func augTransforms(
  mult: Double = 1, doFlip: Bool = true, flipVert: Bool = false, maxRotate: Double = 10, minZoom: Double = 1,
  maxZoom: Double = 1.1, maxLighting: Double = 0.2, maxWarp: Double = 0.2, pAffine: Double = 0.75,
  pLighting: Double = 0.75, xtraTransforms: [any BatchTransform] = [], size: ImageSize? = nil,
  mode: Interpolation = .bilinear, padMode: PadMode = .reflection, alignCorners: Bool = true, batch: Bool = false,
  minScale: Double = 1
) -> [any BatchTransform] {
  require(minZoom <= maxZoom, "a zoom from \(minZoom) to \(maxZoom) is in descending order; swap the two")
  var geometry: [GeometryStep] = []
  if doFlip { geometry.append(flipVert ? .dihedral(probability: 0.5) : .flip(probability: 0.5)) }
  if maxWarp * mult != 0 { geometry.append(.warp(magnitude: maxWarp * mult, probability: pAffine)) }
  if maxRotate * mult != 0 { geometry.append(.rotate(maxDegrees: maxRotate * mult, probability: pAffine)) }
  if minZoom < 1 || maxZoom > 1 { geometry.append(.zoom(from: minZoom, to: maxZoom, probability: pAffine)) }
  var light: [LightingStep] = []
  if maxLighting * mult != 0 {
    light.append(.brightness(maxChange: maxLighting * mult, probability: pLighting))
    light.append(.contrast(maxChange: maxLighting * mult, probability: pLighting))
  }
  var transforms: [any BatchTransform] = []
  if !geometry.isEmpty {
    transforms.append(
      AffineAugmentation(
        geometry, size: minScale == 1 ? size : nil, interpolation: mode, padMode: padMode,
        alignsCorners: alignCorners, isShared: batch))
  }
  if !light.isEmpty { transforms.append(LightingAugmentation(light, isShared: batch)) }
  if minScale != 1 {
    require(size != nil, "augTransforms(minScale: \(minScale)) needs a size for the rectangles, such as size: 128")
    if let size { transforms.append(RandomResizedCrop(size: size, minScale: minScale, ratio: 1...1)) }
  }
  return joined(transforms + xtraTransforms)
}

/// The transforms with all geometry joined into the first such step, and all lighting into the first such step, like
/// fastai's `setup_aug_tfms`; these two come first.
func joined(_ transforms: [any BatchTransform]) -> [any BatchTransform] {
  var geometry: AffineAugmentation?
  var light: LightingAugmentation?
  var others: [any BatchTransform] = []
  for transform in transforms {
    switch transform {
    case let next as AffineAugmentation:
      geometry?.steps += next.steps
      geometry = geometry ?? next
    case let next as LightingAugmentation:
      light?.steps += next.steps
      light = light ?? next
    default:
      others.append(transform)
    }
  }
  let first: [(any BatchTransform)?] = [geometry, light]
  return first.compactMap(\.self) + others
}
