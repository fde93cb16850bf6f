using System.ServiceModel.Syndication;
using System.Xml;
using Adam.Data.Questionnaires;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using Adam.Tests.Projects;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Questionnaires;

/// <summary>
/// Reminders of questionnaires that are due, read as feeds. The tests of webhooks and mails have the other channels.
/// </summary>
public sealed class ReminderHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly DateOnly DueOn = new(2090, 6, 30);

    private HttpClient _admin = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task Open()
    {
        _admin = await Api.ClientAsync(Role.Admin);
        await _admin.AddQuestionnaireAsync(Questionnaire("""{ "audience": { "kinds": ["country"] } }"""));
        await _admin.SetStateAsync("FLOWS-1", $$"""{ "state": "open", "dueOn": "{{DueOn:yyyy-MM-dd}}" }""");
    }

    [Test]
    public async Task Step_is_told_once_and_also_after_its_day()
    {
        var feed = await SubscribeAsync("TJ", """, "dueInDays": [30, 14, 7, 3, 1, 0]""");
        var added = new List<string>();
        foreach (var left in new[] { 40, 31, 30, 30, 29, 15, 13, 13, 7, 2, 1, 0, 0, -1 })
        {
            if (await RemindAsync(left) > 0)
                added.Add($"{left}");
        }

        Assert.That(added, Is.EqualTo(new[] { "30", "13", "7", "2", "1", "0" }));
        Assert.That(
            await TitlesAsync(feed),
            Is.EqualTo(
                new[]
                {
                    "Questionnaire due: FLOWS-1, on 2090-06-30, today",
                    "Questionnaire due: FLOWS-1, on 2090-06-30, in 1 day",
                    "Questionnaire due: FLOWS-1, on 2090-06-30, in 2 days",
                    "Questionnaire due: FLOWS-1, on 2090-06-30, in 7 days",
                    "Questionnaire due: FLOWS-1, on 2090-06-30, in 13 days",
                    "Questionnaire due: FLOWS-1, on 2090-06-30, in 30 days",
                }
            )
        );
        var entry = (await FeedAsync(feed)).Items.First();
        Assert.That(entry.Links.Single().Uri.ToString(), Is.EqualTo("/v1/questionnaires/FLOWS-1"));
        Assert.That(entry.Summary.Text, Is.EqualTo("Financial flows: due on 2090-06-30, today"));
        Assert.That(entry.Authors, Is.Empty);
        // It is no change of a record, whoever reads the changes.
        Assert.That((await _admin.ReadAsync("/v1/changes"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Only_partners_are_told_that_are_asked_and_have_not_answered()
    {
        var (usual, other, never) = (
            await SubscribeAsync("TJ"),
            await SubscribeAsync("UZ", """, "dueInDays": [7]"""),
            await SubscribeAsync("OSCE")
        );
        var unasked = await SubscribeAsync("DE", events: "project.recorded");
        foreach (var left in new[] { 30, 14, 7, 3 })
            await RemindAsync(left);
        Assert.That(await TitlesAsync(usual), Has.Count.EqualTo(2).And.All.Matches<string?>(IsOfUsualStep));
        Assert.That(await TitlesAsync(other), Has.Count.EqualTo(1).And.All.EndsWith("in 7 days"));
        Assert.That(await TitlesAsync(never), Is.Empty, "no country");
        Assert.That(await TitlesAsync(unasked), Is.Empty, "another event");

        // A draft is no answer, and a response that was received is one; a rejected one is none.
        var donor = await Api.ClientAsync(Role.Donor, "TJ");
        await donor.SaveAsync("FLOWS-1", "TJ", """{ "unit": "no" }""");
        Assert.That(await TitlesAsync(usual), Has.Count.EqualTo(2));
        await donor.AnswerAsync("FLOWS-1", "TJ", """{ "unit": "no" }""");
        Assert.That(await TitlesAsync(usual), Is.Empty);
        Assert.That(await TitlesAsync(other), Has.Count.EqualTo(1));
        await _admin.ReviewAsync("FLOWS-1", "TJ", """{ "state": "rejected", "note": "Empty." }""");
        Assert.That(await TitlesAsync(usual), Has.Count.EqualTo(2));

        static bool IsOfUsualStep(string? title) =>
            title!.EndsWith("in 14 days", StringComparison.Ordinal)
            || title.EndsWith("in 3 days", StringComparison.Ordinal);
    }

    [Test]
    public async Task Other_day_is_reminded_of_anew_and_a_closed_questionnaire_not_at_all()
    {
        var feed = await SubscribeAsync("TJ");
        Assert.That(await RemindAsync(14), Is.EqualTo(1));
        await _admin.SetStateAsync("FLOWS-1", """{ "state": "open", "dueOn": "2090-07-10" }""");
        Assert.That(await TitlesAsync(feed), Is.Empty);
        Assert.That(await RemindAsync(4), Is.EqualTo(1), "14 days before the other day");
        Assert.That(
            await TitlesAsync(feed),
            Is.EqualTo(new[] { "Questionnaire due: FLOWS-1, on 2090-07-10, in 14 days" })
        );
        await _admin.SetStateAsync("FLOWS-1", """{ "state": "closed" }""");
        Assert.That(await TitlesAsync(feed), Is.Empty);
        Assert.That(await RemindAsync(-7), Is.Zero);
    }

    [Test]
    public async Task Days_that_are_none_of_the_steps_are_refused()
    {
        var client = await Api.ClientAsync(Role.Viewer, "TJ");
        var response = await client.SendAsync(
            "POST",
            "/v1/subscriptions",
            """{ "name": "n", "channel": "feed", "events": ["questionnaire.due"], "dueInDays": [14, 5, -1] }"""
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EqualTo(new[] { "dueInDays[1] ADAM-1010", "dueInDays[2] ADAM-1010" })
        );
        response = await client.SendAsync(
            "POST",
            "/v1/subscriptions",
            """{ "name": "n", "channel": "feed", "events": ["note.added"], "dueInDays": [14] }"""
        );
        Assert.That(await response.FaultsAsync(), Is.EqualTo(new[] { "dueInDays ADAM-1018" }));
        response = await client.SendAsync(
            "POST",
            "/v1/subscriptions",
            """{ "name": "n", "channel": "feed", "events": ["questionnaire.due"] }"""
        );
        Assert.That((await response.JsonAsync())["dueInDays"]!.ToJsonString(), Is.EqualTo("[14,3]"));
    }

    [Test]
    public void Step_of_a_day_is_the_next_one_from_the_left() =>
        Gen.Int[-10, 60]
            .Sample(left =>
            {
                var steps = new[] { 0, 1, 3, 7, 14, 30 }.SkipWhile(step => step < left).Take(left < 0 ? 0 : 1);
                return ReminderSteps.On(DueOn.AddDays(-left), DueOn)
                    == steps.Select(step => (int?)step).FirstOrDefault();
            });

    private Task<int> RemindAsync(int daysLeft) =>
        Api
            .Services.GetRequiredService<ReminderStore>()
            .AddAsync(new(DueOn.AddDays(-daysLeft), new(5, 0), TimeSpan.Zero), default);

    private async Task<string> SubscribeAsync(string partner, string more = "", string events = "questionnaire.due")
    {
        var client = await Api.ClientAsync(Role.Viewer, partner);
        var response = await client.SendAsync(
            "POST",
            "/v1/subscriptions",
            $$"""{ "name": "Ours", "channel": "feed", "events": ["{{events}}"]{{more}} }"""
        );
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        return $"/v1/subscriptions/{created["id"]}/feed?token={created["secret"]}";
    }

    private async Task<IReadOnlyList<string>> TitlesAsync(string feed) =>
        [.. (await FeedAsync(feed)).Items.Select(item => item.Title.Text)];

    private async Task<SyndicationFeed> FeedAsync(string feed)
    {
        using var anonymous = Api.Anonymous();
        using var reader = XmlReader.Create(new StringReader(await anonymous.GetStringAsync(feed)));
        return SyndicationFeed.Load(reader);
    }
}
