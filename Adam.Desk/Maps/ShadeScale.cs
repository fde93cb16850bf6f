namespace Adam.Desk.Maps;

/// <summary>Divides figures into five shades. The bounds are squares: few countries have high figures.</summary>
/// <param name="Most">The highest figure.</param>
public readonly record struct ShadeScale(decimal Most)
{
    public const int Steps = 5;

    /// <summary>Returns the shade of a figure, from 1 to <see cref="Steps"/>.</summary>
    public int StepOf(decimal value) =>
        Most == 0 ? 1 : Math.Clamp((int)Math.Ceiling(Steps * Math.Sqrt((double)(value / Most))), 1, Steps);

    /// <summary>Returns the figure above which a shade begins, and its last one.</summary>
    public (decimal Above, decimal UpTo) BoundsOf(int step) =>
        (Most * (step - 1) * (step - 1) / (Steps * Steps), Most * step * step / (Steps * Steps));
}
