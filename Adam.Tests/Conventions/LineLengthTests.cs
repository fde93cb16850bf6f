namespace Adam.Tests.Conventions;

/// <summary>Code fits in 120 columns, so that two files fit side by side and a review needs no scrolling.</summary>
public sealed class LineLengthTests
{
    private const int MaxColumns = 120;

    [Test]
    public void Code_and_SQL_fit_in_120_columns() =>
        Assert.That(
            SourceFiles
                .Read("*.cs", "*.razor", "*.sql", "*.csproj", "*.props", "*.sh", "*.mjs", "*.ts")
                .SelectMany(file => file.Lines.Select((line, index) => (file.Path, Number: index + 1, line.Length)))
                .Where(line => line.Length > MaxColumns)
                .Select(line => $"{line.Path}:{line.Number} has {line.Length} columns"),
            Is.Empty
        );
}
