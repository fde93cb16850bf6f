using System.Globalization;

namespace Adam.Data.Databases;

/// <summary>The type of a column, independent of the database.</summary>
internal enum ColumnKind
{
    /// <summary><see cref="string"/>.</summary>
    Text = 1,

    /// <summary>Integers of any size, and flags as 0 and 1: <see cref="long"/>.</summary>
    Whole = 2,

    /// <summary><see cref="Guid"/>.</summary>
    Id = 3,

    /// <summary>Instants in UTC with microsecond precision: <see cref="DateTime"/>.</summary>
    Instant = 4,

    /// <summary>Binary values: an array of <see cref="byte"/>.</summary>
    Bytes = 5,

    /// <summary>Amounts of money with four decimals: <see cref="decimal"/>.</summary>
    Amount = 6,
}

/// <summary>A column that both databases have.</summary>
internal readonly record struct Column(string Name, ColumnKind Kind)
{
    /// <summary>
    /// Converts a value of a database driver to the type of <see cref="ColumnKind"/>. Returns null for NULL.
    /// </summary>
    /// <exception cref="InvalidOperationException">The value has another type than the column.</exception>
    public object? Read(object value) =>
        (Kind, value) switch
        {
            (_, DBNull) => null,
            (ColumnKind.Text, string text) => text,
            (ColumnKind.Whole, long or int or short or byte or bool) => Convert.ToInt64(
                value,
                CultureInfo.InvariantCulture
            ),
            (ColumnKind.Id, Guid id) => id,
            (ColumnKind.Id, string text) => Guid.ParseExact(text, "D"),
            (ColumnKind.Instant, DateTime instant) => DateTime.SpecifyKind(instant, DateTimeKind.Utc),
            (ColumnKind.Instant, string text) => Instants.Parse(text).UtcDateTime,
            (ColumnKind.Bytes, byte[] bytes) => bytes,
            (ColumnKind.Amount, decimal amount) => amount,
            (ColumnKind.Amount, long tenThousandths) => AmountUnit.FromTenThousandths(tenThousandths),
            _ => throw new InvalidOperationException(
                $"The column {Name} holds a {value.GetType().Name}, where {Kind} is meant."
            ),
        };

    /// <summary>
    /// Converts a value of <see cref="Read"/> to the types that SQLite stores: text, integers and blobs.
    /// </summary>
    public object ForSqlite(object? value) =>
        (Kind, value) switch
        {
            (_, null) => DBNull.Value,
            (ColumnKind.Id, Guid id) => id.ToString(),
            (ColumnKind.Instant, DateTime instant) => Instants.Write(instant),
            (ColumnKind.Amount, decimal amount) => AmountUnit.ToTenThousandths(amount),
            _ => value,
        };
}
