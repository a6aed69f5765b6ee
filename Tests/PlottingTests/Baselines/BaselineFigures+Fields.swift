import Plotting

extension BaselineFigures {
  /// Heat maps, images and colour maps.
  static let fields: [BaselineFigure] = [
    ("heat-map", { heatMap(BaselineData.ripples, colorMap: .viridis).title("Ripples").xLabel("x").yLabel("y") }),
    ("heat-map-both-signs", { heatMap(BaselineData.ripples).colorBar("height") }),
    ("heat-map-holes", { heatMap(BaselineData.holes, colorMap: .cividis).title("Cells without a number stay blank") }),
    ("image", { imshow(BaselineData.picture(0, side: 24)).title("Pixels") }),
    (
      "color-maps",
      {
        subplots(columns: 2, width: 6.4, height: 5) {
          for map in ColorMap.all {
            figure { HeatMapMark(BaselineData.ramp, colorMap: map) }.axesHidden().title(map.name)
          }
        }
      }
    ),
  ]
}
