using Adam.Api.Errors;
using Adam.Api.Imports;
using Adam.Api.Imports.Formats;
using Adam.Api.Security;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Tests.Imports;

/// <summary>The register validates the records of every format.</summary>
public sealed class RecordValidatorTests
{
    private static readonly ProjectInput Least = new()
    {
        Reference = "R-1",
        Title = "Boats",
        Pillars = ["precursors"],
        Countries = ["TJ"],
        Donors = [new() { Partner = "DE" }],
        Status = "implementation",
        PlannedStart = new(2020, 1, 1),
    };

    [Test]
    public void Format_that_checks_nothing_is_checked()
    {
        var input = Least with
        {
            Reference = new string('x', 101),
            Description = "\u0001",
            Countries = ["TJ", "ZZ"],
            PlannedEnd = new(2019, 1, 1),
            Donors = [],
        };
        Assert.That(
            Errors(Record("US", input)),
            Is.EqualTo(
                "owner of the file ADAM-3004; reference of the file ADAM-1017; description of the file ADAM-1011; "
                    + "donors of the file ADAM-1016; countries[1] of the file ADAM-1012; "
                    + "plannedEnd of the file ADAM-3005"
            )
        );
    }

    [Test]
    public void What_the_format_has_found_comes_with_it()
    {
        var record = Record("DE", null) with { Errors = [new("shape", "It is round.", "ADAM-6007")] };
        Assert.That(Errors(record), Is.EqualTo("shape ADAM-6007"));
    }

    [Test]
    public void Warnings_are_compared_with_the_draft_only_where_there_is_one()
    {
        var record = Record("DE", Least) with { Compare = draft => [new("title", draft.Title, "ADAM-3006")] };
        Assert.That(Validate(record).Warnings.Select(warning => warning.Reason), Is.EqualTo(["Boats"]));
        Assert.That(Validate(record with { Input = Least with { Title = "" } }).Warnings, Is.Empty);
    }

    [Test]
    public void Reference_is_taken_once_for_each_owner_case_aside()
    {
        var validator = new RecordValidator(new Careless(), Context(new("UNODC", Role.Admin, "key", "")), default);
        StagedRecord[] records =
        [
            validator.Validate(Record("DE", Least) with { Line = 7 }),
            validator.Validate(Record("US", Least)),
            validator.Validate(Record("DE", Least with { Reference = " r-1 " })),
        ];
        Assert.That(records.Select(record => record.Draft is not null), Is.EqualTo([true, true, false]));
        Assert.That(records[2].Errors.Single().Reason, Does.Contain("in line 7"));
    }

    [Test]
    public void Record_with_neither_owner_nor_error_is_a_mistake_of_its_format() =>
        Assert.That(() => Validate(Record(null, Least)), Throws.InvalidOperationException);

    private static string Errors(ParsedRecord record) =>
        string.Join("; ", Validate(record).Errors.Select(error => $"{error.Name} {error.Code}"));

    private static StagedRecord Validate(ParsedRecord record) =>
        new RecordValidator(new Careless(), Context(new("DE", Role.Donor, "key", "")), default).Validate(record);

    private static ImportContext Context(Caller caller) =>
        new(new(FoundingPartners.All), caller, new(null, null, DryRun: false, Atomic: false));

    private static ParsedRecord Record(string? owner, ProjectInput? input) => new(1, "R-1", 1, 1, owner, input, [], []);

    private sealed class Careless : IImportFormat
    {
        public string Name => "careless";

        public string Description => "";

        public IReadOnlyList<string> MediaTypes => [];

        public IReadOnlyList<string> Extensions => [];

        public IReadOnlyList<ErrorCode> Problems => [];

        public bool IsIdentifiedByIati => false;

        public bool ValidatesPercentages => false;

        public string RecordNoun => "record";

        public string RecordElement => "record";

        public string NameOf(string member, int line) => $"{member} of the file";

        public string NameInFile(StagedRecord record, string name) => name;

        public IAsyncEnumerable<ParsedRecord> ReadAsync(Stream file, ImportContext context, CancellationToken ct) =>
            throw new NotSupportedException();

        public ProjectDraft Merge(ProjectDraft stored, ProjectDraft read) => throw new NotSupportedException();
    }
}
