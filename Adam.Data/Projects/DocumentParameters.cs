using System.Data;
using System.Globalization;
using Dapper;

namespace Adam.Data.Projects;

/// <summary>The parameters of a statement with documents: @At, @Rows, and @Document0, @Document1, and so on.</summary>
internal abstract class DocumentParameters : DynamicParameters
{
    private DocumentParameters(DateTimeOffset at, string rows, string[] documents, int count)
    {
        Add("At", at);
        Add("Rows", rows);
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            var document = ordinal < documents.Length ? documents[ordinal] : null;
            // Without a fixed size, SQL Server would compile a statement for each length of a document.
            Add(NameOf(ordinal), document, DbType.String, size: -1);
        }
    }

    /// <summary>Returns the name of the parameter with the document of the row with this Ordinal.</summary>
    public static string NameOf(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"Document{ordinal}");

    public sealed class One(DateTimeOffset at, string rows, string[] documents)
        : DocumentParameters(at, rows, documents, 1);

    /// <summary>At most <see cref="ProjectSql.MostDocuments"/> documents. The remaining parameters are null.</summary>
    public sealed class Some(DateTimeOffset at, string rows, string[] documents)
        : DocumentParameters(at, rows, documents, ProjectSql.MostDocuments);
}
