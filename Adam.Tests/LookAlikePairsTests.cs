using System.Text.Json.Nodes;
using Adam.Benchmarks.Quality;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps;

namespace Adam.Tests;

/// <summary>
/// Checks the invented pairs of <c>db/sample/look-alikes.ndjson</c> and <c>db/sample/retold.ndjson</c>: their number,
/// their variety, and that a user could record each of them.
/// </summary>
public sealed class LookAlikePairsTests(string engine) : RegisterTests(engine)
{
    private const int LinesPerImport = 200;

    private static readonly string[] Kinds =
    [
        "same-project",
        "co-funded",
        "next-phase",
        "other-place",
        "part-of",
        "unrelated",
    ];

    private static readonly IReadOnlyList<LookAlikePair> Pairs = LookAlikePairs.Read(LookAlikePairs.LookAlikes);

    [Test]
    public void Every_type_has_pairs_of_both_answers_in_both_halves()
    {
        Assert.That(Pairs, Has.Count.GreaterThanOrEqualTo(300));
        Assert.That(Pairs.Select(pair => pair.Id), Is.Unique);
        Assert.That(Pairs.Select(pair => pair.Kind).Distinct(), Is.EquivalentTo(Kinds));
        Assert.That(
            Pairs.Count(pair => pair.IsOneUndertaking) / (double)Pairs.Count,
            Is.InRange(0.40, 0.50),
            "the share of pairs that are one undertaking"
        );
        Assert.That(Pairs.Select(pair => pair.Type).Distinct().Count(), Is.GreaterThanOrEqualTo(16));
        foreach (var type in Pairs.GroupBy(pair => pair.Type))
        {
            var cells = type.CountBy(pair => (pair.IsOneUndertaking, pair.IsForJudging)).ToDictionary();
            Assert.That(cells, Has.Count.EqualTo(4), type.Key);
            Assert.That(cells.Values, Is.All.GreaterThanOrEqualTo(3), type.Key);
        }
    }

    [Test]
    public void Retold_pairs_have_both_answers_in_both_halves()
    {
        var pairs = LookAlikePairs.Read(LookAlikePairs.Retold);
        Assert.That(pairs.Select(pair => pair.Id), Is.Unique);
        Assert.That(pairs.Select(pair => pair.Kind).Distinct(), Is.SubsetOf(Kinds));
        Assert.That(
            pairs.CountBy(pair => (pair.IsOneUndertaking, pair.IsForJudging)).ToDictionary().Values,
            Has.Count.EqualTo(4).And.All.GreaterThanOrEqualTo(50)
        );
    }

    [TestCase(LookAlikePairs.LookAlikes)]
    [TestCase(LookAlikePairs.Retold)]
    public void Every_pair_overlaps(string file)
    {
        foreach (var pair in LookAlikePairs.Read(file))
        {
            var (a, b) = (
                ProjectScope.FromDraft(null, pair.A.Owner, pair.A.Draft),
                ProjectScope.FromDraft(null, pair.B.Owner, pair.B.Draft)
            );
            Assert.That(OverlapDefinition.Evaluate(a, b), Is.Not.Null, pair.Id);
        }
    }

    [Test]
    public void Texts_are_of_the_four_languages_and_differ_from_each_other()
    {
        var titles = Pairs.SelectMany(pair => new[] { pair.A.Draft.Title, pair.B.Draft.Title }).ToList();
        Assert.That(titles.Count(title => title.Any(letter => letter is >= 'а' and <= 'я')), Is.GreaterThan(40));
        Assert.That(titles.Count(title => title.Any(letter => letter is >= 'آ' and <= 'ی')), Is.GreaterThan(8));
        Assert.That(titles.Count(title => title.Any(letter => "éèàç".Contains(letter))), Is.GreaterThan(8));
        // Templates would repeat titles. The two records of a pair may have one title.
        Assert.That(
            Pairs.SelectMany(pair => new[] { pair.A.Draft.Title, pair.B.Draft.Title }.Distinct()).Distinct().Count(),
            Is.GreaterThan(titles.Count * 95 / 100)
        );
    }

    [TestCase(LookAlikePairs.LookAlikes)]
    [TestCase(LookAlikePairs.Retold)]
    public async Task Every_record_is_accepted_by_an_import(string file)
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var records = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "db", "sample", file));
        foreach (
            var lines in records
                .SelectMany(pair => JsonNode.Parse(pair)!["projects"]!.AsArray())
                .Select(project => project!.ToJsonString())
                .Chunk(LinesPerImport)
        )
        {
            var response = await admin.SendAsync(
                "POST",
                "/v1/imports",
                string.Join('\n', lines),
                "application/x-ndjson"
            );
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That((int)response.StatusCode, Is.EqualTo(200), answer.ToJsonString());
            Assert.That((int)answer["created"]!, Is.EqualTo(lines.Length), answer.ToJsonString());
        }
    }
}
