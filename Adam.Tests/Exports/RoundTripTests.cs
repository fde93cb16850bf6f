using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Projects;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;
using Adam.Tests.Projects;
using CsCheck;

namespace Adam.Tests.Exports;

/// <summary>An exported list is imported unchanged into another register, and causes no change in its own.</summary>
public sealed class RoundTripTests(string engine) : RegisterTests(engine)
{
    private const string Iati = "application/xml";
    private const string Ndjson = "application/x-ndjson";

    private static readonly string[] OfTheRegister = ["id", "createdAt", "updatedAt", "updatedBy"];

    private static readonly PartnerDirectory Partners = new(FoundingPartners.All);

    private static readonly Gen<string> Text = Gen.OneOf(
            "Training",
            " Обучение ",
            "\"quoted\" \\ /",
            "two\nlines\tand a tab",
            "e\u0301 \u2028 \u00A0",
            "😀 𝄞",
            "<b>&amp;</b>",
            "الدعم",
            "x"
        )
        .Array[1, 4]
        .Select(words => string.Join(' ', words));

    private static readonly Gen<string?> Maybe = Gen.Frequency(
        (1, Gen.Const((string?)null)),
        (3, Text.Select(text => (string?)text))
    );

    private static readonly Gen<decimal> Percentage = Gen.OneOf(0.5m, 33.333m, 40.00m, 100m, 0.0000000001m);

    private static readonly Gen<PlaceInput> Place = Gen.Select(
        Text,
        Maybe,
        Gen.Bool,
        Gen.Double[-90, 90],
        Gen.Double[-180, 180],
        (name, region, hasPosition, north, east) =>
            new PlaceInput
            {
                Name = name,
                Admin1 = region,
                Latitude = hasPosition ? north : null,
                Longitude = hasPosition ? east : null,
            }
    );

    private static readonly Gen<DonorInput> Donor = Gen.OneOf(
        new DonorInput { Partner = "DE" },
        new DonorInput
        {
            Partner = "us",
            Name = "Department of State",
            Amount = 1_200_000m,
            Currency = "usd",
        },
        new DonorInput
        {
            Name = "World Bank",
            Amount = 0.05m,
            Currency = "EUR",
        },
        new DonorInput
        {
            Name = "Всемирный банк",
            Amount = 7,
            Currency = "JPY",
        },
        new DonorInput
        {
            Partner = "UNODC",
            Amount = 0,
            Currency = "KWD",
        },
        new DonorInput { Name = "USAID" }
    );

    private static readonly Gen<ImplementerInput> Implementer = Gen.OneOf(
        new ImplementerInput { Partner = "UNODC", Name = "Regional office" },
        new ImplementerInput { Name = "Aga Khan Foundation" },
        new ImplementerInput { Partner = "JP" }
    );

    private static readonly Gen<SectorInput> Sector = Gen.Select(
        Gen.OneOf(("dac", "16063"), ("dac", "15130"), ("dac-category", "151")),
        Gen.OneOf(Gen.Const((decimal?)null), Percentage.Select(share => (decimal?)share)),
        (code, share) =>
            new SectorInput
            {
                Vocabulary = code.Item1,
                Code = code.Item2,
                Percentage = share,
            }
    );

    private static readonly Gen<RelatedProjectInput> Related = Gen.Select(
        Gen.OneOf("DE-1-1", "XM-DAC-41128-é", "us-1"),
        Gen.OneOf("parent", "child", "sibling", "co-funded", "third-party"),
        (identifier, relation) => new RelatedProjectInput { Identifier = identifier, Relation = relation }
    );

    private static readonly Gen<(DateOnly?, DateOnly?, DateOnly?, DateOnly?)> Dates = Gen.Select(
        Gen.Int[1, 15],
        Gen.Int[0, 900],
        (given, days) =>
        {
            var start = new DateOnly(2019, 12, 1).AddDays(days);
            // At least one start is set, and the other dates by the bits.
            var (planned, actual) = ((given & 1) != 0 || (given & 2) == 0, (given & 2) != 0);
            return (Day(planned, 0), Day((given & 4) != 0, 400), Day(actual, 3), Day((given & 8) != 0, 500));

            DateOnly? Day(bool isGiven, int later) => isGiven ? start.AddDays(later) : null;
        }
    );

    private static readonly string[] DeclaredMeasures = ["M-I-1", "m_2.b"];

    private static readonly Gen<ProjectInput> Input = Gen.Select(
        Gen.Select(Text, Maybe, Gen.OneOf<string?>(null, "en", "pt-br"), Text.Array[2]),
        Gen.Select(
            RandomRegister.Some(3, "precursors", "financial-flows", "regional-initiatives"),
            RandomRegister.Some(3, "TJ", "UZ", "XK", "AF"),
            Percentage.Array[4]
        ),
        Gen.Select(
            Place.List[0, 3],
            Gen.OneOf("training", "equipment", "mentoring").List[0, 3],
            Donor.List[1, 4],
            Implementer.List[0, 3]
        ),
        Gen.Select(
            Dates,
            Gen.OneOf("pipeline", "implementation", "closed", "cancelled", "finalisation", "suspended"),
            Sector.List[0, 3],
            Gen.OneOf("16.5", "3", "5.2").List[0, 2]
        ),
        Gen.Select(Maybe, Related.List[0, 2], Gen.Int[0, 2], Gen.Int[0, 3]),
        (texts, where, what, when, rest) =>
            new ProjectInput
            {
                Title = texts.Item1,
                Description = texts.Item2,
                Language = texts.Item3,
                Beneficiaries = [.. texts.Item4.Take(rest.Item3)],
                Pillars = where.Item1,
                Countries = where.Item2,
                CountryPercentages =
                [
                    .. where
                        .Item2.Take(rest.Item4)
                        .Zip(
                            where.Item3,
                            (country, share) => new CountryPercentageInput { Country = country, Percentage = share }
                        ),
                ],
                Places = what.Item1,
                ActivityTypes = what.Item2,
                Donors = what.Item3,
                Implementers = what.Item4,
                PlannedStart = when.Item1.Item1,
                PlannedEnd = when.Item1.Item2,
                ActualStart = when.Item1.Item3,
                ActualEnd = when.Item1.Item4,
                FundedUntil = when.Item1.Item3?.AddDays(rest.Item3 * 300),
                Status = when.Item2,
                Sectors = when.Item3,
                AdditionalSdgTargets = when.Item4,
                IatiIdentifier = rest.Item1,
                RelatedProjects = rest.Item2,
                DeclaredMeasures = [.. DeclaredMeasures.Take(rest.Item3)],
            }
    );

    private static readonly Gen<List<(string Owner, ProjectInput Input)>> Registers = Gen.Select(
        Gen.OneOf("DE", "US", "UNODC", "EU"),
        Input
    ).List[0, 12];

    private TestApi Api => TestApi.Over(Register.Database);

    [TestCase(Ndjson)]
    [TestCase("application/json")]
    [TestCase("text/csv")]
    [TestCase("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task Out_and_in_again_changes_nothing(string format) =>
        await Registers.SampleAsync(
            async inputs =>
            {
                await Register.ResetAsync();
                var drafts = inputs
                    .Select((one, index) => (one.Owner, Draft(one.Input with { Reference = $"R{index}/é" })))
                    .ToList();
                await TestStores
                    .Projects(Register.Database, TimeProvider.System)
                    .RecordAllAsync(drafts, "test", default);
                var admin = await Api.ClientAsync(Role.Admin);
                var (first, file) = (await ExportAsync(admin), await FileAsync(admin, format));

                var answer = await ImportAsync(admin, file, format);
                Assert.That(await ExportAsync(admin), Is.EqualTo(first));
                Assert.That(
                    Counts(answer),
                    Is.EqualTo((drafts.Count, 0, 0, drafts.Count)),
                    "unchanged in its own register: " + answer.Text()
                );
                Assert.That(await ExportAsync(admin), Is.EqualTo(first));

                await Register.ResetAsync();
                admin = await Api.ClientAsync(Role.Admin);
                answer = await ImportAsync(admin, file, format);
                Assert.That(Counts(answer), Is.EqualTo((drafts.Count, drafts.Count, 0, 0)), answer.Text());
                var second = await ExportAsync(admin);
                Assert.That(WithoutStamps(second), Is.EqualTo(WithoutStamps(first)));
            },
            iter: RandomRegister.Count(10),
            threads: 1
        );

    [Test]
    public async Task Out_as_IATI_and_in_again_changes_nothing() =>
        await Registers.SampleAsync(
            async inputs =>
            {
                await Register.ResetAsync();
                var drafts = inputs
                    .Select((one, index) => (one.Owner, Draft(one.Input with { Reference = $"R{index}/é" })))
                    .ToList();
                await TestStores
                    .Projects(Register.Database, TimeProvider.System)
                    .RecordAllAsync(drafts, "test", default);
                var admin = await Api.ClientAsync(Role.Admin);
                var (first, file) = (await ExportAsync(admin), await FileAsync(admin, Iati));
                if (drafts.Count == 0)
                    return;

                var answer = await ImportAsync(admin, file, Iati);
                Assert.That(await ExportAsync(admin), Is.EqualTo(first), answer.Text());
                Assert.That((int)answer["unchanged"]!, Is.EqualTo(drafts.Count), answer.Text());
            },
            iter: RandomRegister.Count(10),
            threads: 1
        );

    private static ProjectDraft Draft(ProjectInput input)
    {
        var errors = new List<ValidationError>();
        ProjectInputLimits.Check(input, errors);
        var draft = ProjectValidation.Validate(input, errors, Partners);
        Assert.That(errors, Is.Empty);
        return draft;
    }

    private static async Task<string> ExportAsync(HttpClient client) =>
        Encoding.UTF8.GetString(await FileAsync(client, Ndjson));

    private static async Task<byte[]> FileAsync(HttpClient client, string format)
    {
        var response = await client.SendAsync("GET", "/v1/projects", headers: ("Accept", format));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task<JsonObject> ImportAsync(HttpClient client, byte[] file, string format)
    {
        // An empty upload is an error.
        using var content = new ByteArrayContent(file.Length == 0 ? "\n"u8.ToArray() : file);
        content.Headers.TryAddWithoutValidation("Content-Type", format);
        var response = await client.PostAsync(new Uri("/v1/imports", UriKind.Relative), content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static (int Read, int Created, int Updated, int Unchanged) Counts(JsonObject answer)
    {
        // Random places and percentages are improbable, and the measures are not in the register, which is no fault of
        // the round trip.
        var warnings = answer["items"]!
            .AsArray()
            .SelectMany(item => item!["warnings"]!.AsArray())
            .Where(warning => !((string)warning!["code"]!).StartsWith("ADAM-301", StringComparison.Ordinal))
            .Where(warning => (string)warning!["code"]! != "ADAM-6041");
        Assert.That(warnings, Is.Empty, answer.Text());
        return ((int)answer["read"]!, (int)answer["created"]!, (int)answer["updated"]!, (int)answer["unchanged"]!);
    }

    private static IEnumerable<string> WithoutStamps(string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var project = JsonNode.Parse(line)!.AsObject();
            foreach (var member in OfTheRegister)
                project.Remove(member);
            yield return project.Text();
        }
    }
}
