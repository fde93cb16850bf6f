using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Adam.Api.Keys;
using Adam.Api.Overlaps;
using Adam.Api.Partners;
using Adam.Api.Progress;
using Adam.Api.Projects;
using Adam.Api.Reports;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Adam.Tests.Sql;

/// <summary>Texts within the limits fit in the columns of SQL Server. SQLite does not limit text.</summary>
public sealed class ColumnWidthTests
{
    /// <summary>
    /// The number of UTF-16 code units of a character. Limits count characters, and one outside the first plane takes
    /// two units.
    /// </summary>
    private const int UnitsPerCharacter = 2;

    /// <summary>Columns with text as a client has written it.</summary>
    [TestCase("Project.ReferenceKey", typeof(ProjectBody), nameof(ProjectBody.Reference))]
    [TestCase("OrganisationName.Name", typeof(DonorBody), nameof(DonorBody.Name))]
    [TestCase("OrganisationName.Name", typeof(ImplementerBody), nameof(ImplementerBody.Name))]
    [TestCase("Partner.Name", typeof(PartnerBody), nameof(PartnerBody.Name))]
    [TestCase("PartnerName.Name", typeof(PartnerBody), nameof(PartnerBody.Name))]
    [TestCase("Partner.Contact", typeof(PartnerBody), nameof(PartnerBody.Contact))]
    [TestCase("ApiKey.Name", typeof(KeyBody), nameof(KeyBody.Name))]
    [TestCase("OverlapVerdict.DecidedBy", typeof(KeyBody), nameof(KeyBody.Name))]
    [TestCase("OverlapVerdict.Note", typeof(OverlapVerdictBody), nameof(OverlapVerdictBody.Note))]
    [TestCase("OverlapNote.WrittenBy", typeof(KeyBody), nameof(KeyBody.Name))]
    [TestCase("OverlapNote.Text", typeof(OverlapNoteBody), nameof(OverlapNoteBody.Text))]
    [TestCase("ReportNote.UpdatedBy", typeof(KeyBody), nameof(KeyBody.Name))]
    [TestCase("ReportEdition.CreatedBy", typeof(KeyBody), nameof(KeyBody.Name))]
    [TestCase("ReportEdition.Remark", typeof(ReportEditionBody), nameof(ReportEditionBody.Remark))]
    [TestCase("ProgressStatement.WrittenBy", typeof(KeyBody), nameof(KeyBody.Name))]
    [TestCase("ProgressStatement.Text", typeof(StatementBody), nameof(StatementBody.Text))]
    public void Text_of_the_greatest_length_fits(string column, Type body, string member)
    {
        var most = body.GetProperty(member)!.GetCustomAttribute<MaxLengthAttribute>()!.Length;
        Assert.That(Width(column), Is.GreaterThanOrEqualTo(UnitsPerCharacter * most));
    }

    /// <summary>Columns with text that <see cref="Folding"/> has cut, in code units.</summary>
    [TestCase("OrganisationName.NameKey", Folding.LongestKey)]
    [TestCase("PartnerName.NameKey", Folding.LongestKey)]
    [TestCase("DonorSetDonor.DonorKey", Folding.LongestKey)]
    [TestCase("ProjectFacet.Value", Folding.LongestKey)]
    [TestCase("OverlapFacet.Value", Folding.LongestKey)]
    [TestCase("ProjectWord.Word", Folding.LongestWord)]
    public void Folded_text_fits(string column, int most) => Assert.That(Width(column), Is.GreaterThanOrEqualTo(most));

    /// <summary>A code of a partner is ASCII.</summary>
    [TestCase("Partner.Code")]
    [TestCase("OverlapVerdict.Partner")]
    [TestCase("OverlapNote.Partner")]
    [TestCase("ProgressStatement.Partner")]
    public void Code_of_a_partner_fits(string column)
    {
        var code = typeof(PartnerBody).GetProperty(nameof(PartnerBody.Code))!;
        var most = code.GetCustomAttribute<MaxLengthAttribute>()!.Length;
        Assert.That(Width(column), Is.GreaterThanOrEqualTo(most));
    }

    [TestCase(99, true)]
    [TestCase(100, false)]
    public void Identifier_of_a_partner_fits_with_its_asterisk(int length, bool isTaken)
    {
        var body = new PartnerBody { Identifiers = [new string('X', length) + "*"] };
        var errors = new PartnerRules().Validate(body).Errors.Select(error => error.PropertyName);
        var isRefused = errors.Any(name => name.StartsWith("identifiers", StringComparison.OrdinalIgnoreCase));
        Assert.That(isRefused, Is.Not.EqualTo(isTaken));
        Assert.That(Width("PartnerIdentifier.Identifier"), Is.EqualTo(100));
    }

    [Test]
    public void Amount_below_the_limit_fits()
    {
        var table = DeclaredSchema.Tables.Single(one => one.SchemaObjectName.BaseIdentifier.Value == "ProjectAmount");
        var column = table.Definition.ColumnDefinitions.Single(one => one.ColumnIdentifier.Value == "Amount");
        var digits = ((SqlDataTypeReference)column.DataType)
            .Parameters.Select(parameter => int.Parse(parameter.Value, CultureInfo.InvariantCulture))
            .ToList();
        var wholeDigits = digits[0] - digits[1];
        Assert.That(Math.Pow(10, wholeDigits), Is.GreaterThanOrEqualTo((double)ProjectLimits.AmountLimit));
        Assert.That(digits[1], Is.EqualTo(4), "decimals of the currency that has most");
    }

    private static int Width(string column)
    {
        var (table, name) = (column.Split('.')[0], column.Split('.')[1]);
        return DeclaredSchema.Types[table][name].Length;
    }
}
