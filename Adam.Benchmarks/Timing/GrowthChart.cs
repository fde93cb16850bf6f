using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Adam.Benchmarks.Timing;

/// <summary>
/// Draws how the time of each measure grows with the register: a small chart for each, all with the same axes, which
/// are both logarithmic. A level line is a constant time. The dashed line grows with the register.
/// </summary>
internal static class GrowthChart
{
    private const int Columns = 5;
    private const double Width = 236;
    private const double Height = 160;
    private const double Titles = 36;
    private const double LineHeight = 11;
    private const double Head = 34;
    private const double Margin = 12;
    private const int TitleWidth = 40;
    private const string Font = "Arial";
    private const double FontSize = 9.5;

    /// <summary>The distance of the plot from the left, where the labels of the times are.</summary>
    private const double Indent = 48;

    private static readonly OxyColor Ink = OxyColor.FromRgb(0x22, 0x2B, 0x38);
    private static readonly OxyColor Faint = OxyColor.FromRgb(0xE3, 0xE6, 0xEA);
    private static readonly OxyColor Reference = OxyColor.FromRgb(0x9A, 0xA3, 0xAE);
    private static readonly OxyColor Line = OxyColor.FromRgb(0x0B, 0x5C, 0xAD);

    /// <summary>Writes the charts as one SVG file.</summary>
    /// <param name="measures">
    /// The measures in their order, each with its times in milliseconds by the number of projects.
    /// </param>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, IReadOnlyList<(int Size, double Milliseconds)> Times)> measures
    )
    {
        var sizes = measures.SelectMany(measure => measure.Times.Select(time => time.Size)).ToList();
        var times = measures.SelectMany(measure => measure.Times.Select(time => time.Milliseconds)).ToList();
        var rows = (measures.Count + Columns - 1) / Columns;
        var (width, height) = ((Columns * Width) + (2 * Margin), (rows * Height) + Head + Margin);
        using var file = File.Create(path);
        using var drawing = new SvgRenderContext(
            file,
            width,
            height,
            isDocument: true,
            new PdfRenderContext(width, height, OxyColors.White),
            OxyColors.White
        );
        Draw(
            new(Margin, Margin),
            "Fastest run against the number of projects, and the times of the least and the greatest number. "
                + "Both axes are logarithmic and the same in all charts. Dashed: grows with the register.",
            Ink
        );
        foreach (var (place, (name, measured)) in measures.Index())
        {
            var (left, top) = (Margin + (place % Columns * Width), Head + (place / Columns * Height));
            // The library places titles by their lines, and the charts are aligned.
            var lines = Lines(name);
            foreach (var (number, text) in lines.Index())
                Draw(new(left + Indent, top + ((2 - lines.Count + number) * LineHeight)), text, Ink);
            Draw(new(left + Indent, top + (2 * LineHeight)), Times(measured), Line);

            IPlotModel chart = Of(measured, (sizes.Min(), sizes.Max()), (times.Min(), times.Max()));
            chart.Update(updateData: true);
            chart.Render(drawing, new(left, top + Titles, Width, Height - Titles));
        }

        drawing.Complete();

        void Draw(ScreenPoint at, string text, OxyColor color) =>
            drawing.DrawText(
                at,
                text,
                color,
                Font,
                FontSize,
                FontWeights.Normal,
                0,
                HorizontalAlignment.Left,
                VerticalAlignment.Top,
                maxSize: null
            );
    }

    private static PlotModel Of(
        IReadOnlyList<(int Size, double Milliseconds)> times,
        (int Least, int Most) sizes,
        (double Least, double Most) range
    )
    {
        var chart = new PlotModel
        {
            DefaultFont = Font,
            DefaultFontSize = 9,
            TextColor = Ink,
            PlotAreaBorderColor = Faint,
            Padding = new(2, 4, 8, 2),
            PlotMargins = new(Indent, 4, 4, 18),
        };
        chart.Axes.Add(Axis(AxisPosition.Bottom, 10, 60, sizes.Least / 1.3, sizes.Most * 1.3, Size));
        chart.Axes.Add(Axis(AxisPosition.Left, 10, 16, range.Least / 2, range.Most * 2, Time));

        var (first, last) = (times[0], times[^1]);
        var proportional = new LineSeries
        {
            Color = Reference,
            StrokeThickness = 1,
            LineStyle = LineStyle.Dash,
        };
        proportional.Points.Add(new(first.Size, first.Milliseconds));
        proportional.Points.Add(new(last.Size, first.Milliseconds * last.Size / first.Size));
        chart.Series.Add(proportional);

        var line = new LineSeries
        {
            Color = Line,
            StrokeThickness = 2,
            MarkerType = MarkerType.Circle,
            MarkerSize = 2.5,
            MarkerFill = Line,
        };
        line.Points.AddRange(times.Select(time => new DataPoint(time.Size, time.Milliseconds)));
        chart.Series.Add(line);
        return chart;
    }

    /// <param name="ticks">The ratio of a tick to the one before.</param>
    /// <param name="distance">The least distance of two ticks.</param>
    private static LogarithmicAxis Axis(
        AxisPosition position,
        double ticks,
        double distance,
        double least,
        double most,
        Func<double, string> label
    ) =>
        new()
        {
            Position = position,
            Base = ticks,
            IntervalLength = distance,
            Minimum = least,
            Maximum = most,
            LabelFormatter = label,
            TickStyle = TickStyle.None,
            MinorTickSize = 0,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Faint,
            MajorGridlineThickness = 1,
        };

    private static string Size(double projects) => projects.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Time(double milliseconds) =>
        milliseconds >= 999
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:#,0.###} s")
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.###} ms");

    private static string Times(IReadOnlyList<(int Size, double Milliseconds)> times) =>
        $"{Report.Milliseconds(times[0].Milliseconds)} to {Report.Milliseconds(times[^1].Milliseconds)}";

    /// <summary>Returns a title in lines of a width, because the library breaks none.</summary>
    private static List<string> Lines(string name)
    {
        var lines = new List<string> { "" };
        foreach (var word in name.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length >= TitleWidth)
                lines.Add("");
            lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        }

        return lines;
    }
}
