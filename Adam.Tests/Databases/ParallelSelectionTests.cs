using Adam.Data.Databases;

namespace Adam.Tests.Databases;

public sealed class ParallelSelectionTests
{
    [Test]
    public void Results_have_the_order_of_the_rows() =>
        Assert.That(
            Enumerable.Range(0, 10_000).SelectInParallel(row => 2 * row),
            Is.EqualTo(Enumerable.Range(0, 10_000).Select(row => 2 * row))
        );

    [Test]
    public void Fault_while_rows_are_read_is_thrown_as_it_is()
    {
        var fault = new OperationCanceledException();
        Assert.That(() => Rows(fault).SelectInParallel(row => row).ToList(), Throws.Exception.SameAs(fault));
    }

    [Test]
    public void Fault_of_the_conversion_is_thrown_as_it_is()
    {
        var fault = new FormatException();
        Assert.That(
            () => Enumerable.Range(0, 10_000).SelectInParallel(row => row == 4_321 ? throw fault : row).ToList(),
            Throws.Exception.SameAs(fault)
        );
    }

    private static IEnumerable<int> Rows(Exception fault)
    {
        for (var row = 0; row < 5_000; row++)
            yield return row;
        throw fault;
    }
}
