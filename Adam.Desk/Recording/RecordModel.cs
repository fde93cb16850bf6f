using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Projects;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Recording;

/// <summary>The form of a record, new or stored.</summary>
/// <param name="Id">The id of the project; null for a new one.</param>
/// <param name="State">The entries of the person, and the faults in them.</param>
/// <param name="Findings">The answer of the register to it; null before it was asked.</param>
public sealed record RecordModel(string? Id, FormState State, Choices Choices, Findings? Findings = null)
{
    /// <summary>The field with the id of this form: of its draft, and its <c>Idempotency-Key</c>.</summary>
    public const string FormId = "form";

    /// <summary>The field with the version of the record that the person began with.</summary>
    public const string Version = "version";

    /// <summary>The field with the digest of the findings that the person has seen.</summary>
    public const string Seen = "seen";

    /// <summary>The field with what the pressed button does.</summary>
    public const string Action = "action";

    /// <summary>The parameter of the page of a record that has just been saved: the id of its form.</summary>
    public const string Saved = ProjectModel.Saved;

    private const string Check = "check";
    private const string Save = "save";
    private const string AddRow = "add:";

    private const string WriteOwn = "write-own-projects";
    private const string WriteAll = "write-all-projects";

    // Codes of the API that the form has an answer to of its own.
    private const string Stale = "ADAM-1040";
    private const string ReferenceTaken = "ADAM-3001";

    /// <summary>Why the record was not saved, other than for its content; null if it was not refused.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The status of the API's refusal; null if there was none.</summary>
    public int? Refusal { get; init; }

    /// <summary>The changes of another person meanwhile; null if there are none.</summary>
    public Merge? Merge { get; init; }

    /// <summary>True if the person has pressed Save, and there is something to see before.</summary>
    public bool HasToConfirm { get; init; }

    /// <summary>True if the person may write for every partner, and states the owner.</summary>
    public bool StatesOwner { get; init; }

    /// <summary>Returns the form of a new record, with the content of a former one if the address names it.</summary>
    public static async Task<View> NewAsync(DeskContext desk, DeskApi api)
    {
        if (!MayWrite(desk, null))
            return NoticeModel.Create(desk, "Record.new", "Record.readsOnly", "record");

        var choices = await Choices.LoadAsync(desk, api);
        var fields = Fields
            .None.With("status", "pipeline")
            .With("visibility", "partners")
            .With("donors[0].who", choices.NameOfPartner(desk.Me!.Partner.Code));
        if (desk.Filters["from"] is { } from)
        {
            var former = ProjectFields.FromRecord(await api.GetAsync<JsonObject>(ProjectModel.Address(from)), choices);
            // A copy shares neither these members nor the owner with the former record.
            foreach (var member in OfOneRecord)
                former = former.Without(member);
            fields = former.With("status", "pipeline");
        }

        return Show(desk, New(desk, WithGap(fields, desk, choices).With(FormId, Guid.NewGuid().ToString()), choices));
    }

    /// <summary>Returns the fields with what the address states of the gap that the project is to close.</summary>
    private static Fields WithGap(Fields fields, DeskContext desk, Choices choices)
    {
        var gap = desk.Filters;
        var pairs = gap.Values("pillar")
            .Select(pillar => ("pillars", pillar))
            .Concat(gap.Values("country").Select((code, i) => ($"countries[{i}]", choices.NameOfCountry(code))))
            .ToList();
        if (gap.Values("measure").Any())
            pairs.Add(("declaredMeasures", string.Join('\n', gap.Values("measure"))));
        return new([.. fields.Pairs.Where(field => pairs.All(pair => pair.Item1 != field.Name)), .. pairs]);
    }

    /// <summary>Returns the form of a stored record.</summary>
    public static async Task<View> EditAsync(DeskContext desk, DeskApi api, string id)
    {
        var record = await api.GetAsync<JsonObject>(ProjectModel.Address(id));
        var owner = (string)record["owner"]!;
        if (!MayWrite(desk, owner))
            return NoticeModel.Create(desk, "Record.edit", "Record.ofAnother", "projects", desk.Partner(owner));

        var choices = await Choices.LoadAsync(desk, api);
        var fields = ProjectFields
            .FromRecord(record, choices)
            .With(FormId, Guid.NewGuid().ToString())
            .With(Version, record[Version]!.ToString());
        return Show(desk, New(desk, fields, choices) with { Id = id });
    }

    /// <summary>Takes the form of a record.</summary>
    /// <param name="id">The id of the project; null for a new one.</param>
    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, string? id, Fields fields)
    {
        var choices = await Choices.LoadAsync(desk, api);
        var model = New(desk, fields, choices) with { Id = id };
        var action = fields[Action];
        return action switch
        {
            _ when ProjectFields.Lists.Keys.FirstOrDefault(list => action == AddRow + list) is { } list => Page(
                WithRow(model, list)
            ),
            Check => Page(await WithFindingsAsync(model, desk, api)),
            Save => await SaveAsync(model, desk, api),
            _ => Page(model), // a draft that the browser has kept
        };

        FormAnswer Page(RecordModel shown) => new FormAnswer.Page(Show(desk, shown));
    }

    /// <summary>Returns the findings about a form alone, for a script that shows them while a person types.</summary>
    public static async Task<FormAnswer> CheckAsync(DeskContext desk, DeskApi api, Fields fields)
    {
        var id = fields["id"] is { Length: > 0 } stored ? stored : null;
        var model = New(desk, fields, await Choices.LoadAsync(desk, api)) with { Id = id };
        return new FormAnswer.Part(typeof(FindingsPart), (await WithFindingsAsync(model, desk, api)).Findings!);
    }

    private static readonly string[] OfOneRecord =
    [
        "reference",
        "iatiIdentifier",
        "plannedStart",
        "plannedEnd",
        "actualStart",
        "actualEnd",
        "fundedUntil",
        "owner",
    ];

    private static bool MayWrite(DeskContext desk, string? owner) =>
        desk.Me!.May.Contains(WriteAll)
        || (desk.Me.May.Contains(WriteOwn) && (owner is null || owner == desk.Me.Partner.Code));

    private static RecordModel New(DeskContext desk, Fields fields, Choices choices) =>
        new(null, new(fields, []), choices) { StatesOwner = desk.Me?.May.Contains(WriteAll) is true };

    private static View Show(DeskContext desk, RecordModel model) =>
        View.Create<RecordPage, RecordModel>(
            desk.Words[model.Id is null ? "Record.new" : "Record.edit"],
            model.Id is null ? "record" : "projects",
            model
        ) with
        {
            Status =
                model.Refusal is { } refusal ? refusal
                : model.Merge is not null ? StatusCodes.Status409Conflict
                : model.State.Faults.Count > 0 ? StatusCodes.Status400BadRequest
                : StatusCodes.Status200OK,
        };

    private static RecordModel WithRow(RecordModel model, string list)
    {
        var rows = model.State.Fields.Rows(list);
        var columns = ProjectFields.Lists[list];
        var name = ProjectFields.Name(list, rows.Count == 0 ? 0 : rows[^1] + 1, columns.FirstOrDefault());
        return model with { State = model.State with { Fields = model.State.Fields.With(name, "") } };
    }

    private static async Task<RecordModel> WithFindingsAsync(RecordModel model, DeskContext desk, DeskApi api)
    {
        var (body, fieldOf) = ProjectFields.ToBody(model.State.Fields, model.Choices);
        var found = await api.SendAsync<ProjectCheck>(HttpMethods.Post, "/v1/projects/check", body);
        var faults = Faults(
            // A draft with the reference of a stored record would be another record.
            found.Errors.Where(error =>
                !(
                    error.Code == ReferenceTaken
                    && model.Id is { } id
                    && error.Reason.Contains(id, StringComparison.Ordinal)
                )
            ),
            fieldOf
        );
        return model with
        {
            State = model.State with { Faults = faults },
            Findings = new(faults, Faults(found.Warnings, fieldOf), found.Overlaps, Here(body), model.Choices)
            {
                Measures = found.Measures,
            },
        };
    }

    private static List<Fault> Faults(IEnumerable<ProblemError> errors, Func<string, string> fieldOf) =>
        [.. errors.Select(error => new Fault(fieldOf(error.Name), error.Reason, error.Code))];

    /// <summary>Returns the address of the list of projects in the countries, pillars and days of a record.</summary>
    private static string Here(JsonObject body)
    {
        var pairs = new[] { ("country", "countries"), ("pillar", "pillars") }
            .SelectMany(one => body[one.Item2]!.AsArray().Select(code => (one.Item1, code!.ToString())))
            .ToList();
        if ((body["actualStart"] ?? body["plannedStart"]) is { } start)
            pairs.Add(("activeFrom", start.ToString()));
        if ((body["actualEnd"] ?? body["plannedEnd"]) is { } end)
            pairs.Add(("activeTo", end.ToString()));
        return new Filters(pairs).Counted.Address("/desk/projects");
    }

    private static async Task<FormAnswer> SaveAsync(RecordModel model, DeskContext desk, DeskApi api)
    {
        if (model.Id is { } id && ProjectFields.Members.Any(member => Chooses(model, member)))
        {
            var saved = await api.GetAsync<JsonObject>(ProjectModel.Address(id));
            var theirs = ProjectFields.FromRecord(saved, model.Choices);
            model = model with { State = model.State with { Fields = Merge.Choose(model.State.Fields, theirs) } };
        }

        model = await WithFindingsAsync(model, desk, api);
        var findings = model.Findings!;
        // After two clicks, the first may have recorded the project already. The key of the form tells it from another
        // project with the reference, which the register refuses.
        var mayBeRecorded =
            model.Id is null && findings.Faults.Count > 0 && findings.Faults.All(fault => fault.Code == ReferenceTaken);
        if (findings.Faults.Count > 0 && !mayBeRecorded)
            return new FormAnswer.Page(Show(desk, model));
        if (!mayBeRecorded && findings.AreNoteworthy && model.State.Fields[Seen] != findings.Digest)
            return new FormAnswer.Page(Show(desk, model with { HasToConfirm = true }));

        var (body, fieldOf) = ProjectFields.ToBody(model.State.Fields, model.Choices);
        try
        {
            var saved = model.Id is null
                ? await RecordAsync(body, model.State.Fields[FormId], api)
                : await ReplaceAsync(body, model, api);
            return new FormAnswer.See(
                $"/desk/projects/{saved["id"]}?{Saved}={Uri.EscapeDataString(model.State.Fields[FormId])}"
            );
        }
        catch (ApiProblemException problem) when (problem.Problem.Code == Stale)
        {
            return await MergeAsync(model, desk, api);
        }
        catch (ApiProblemException problem)
            when (problem.Status is >= 400 and < 500 and not StatusCodes.Status401Unauthorized)
        {
            if (mayBeRecorded)
                return new FormAnswer.Page(Show(desk, model));

            var refused = model with
            {
                Problem = problem.Problem,
                Refusal = problem.Status,
                State = model.State with { Faults = Faults(problem.Problem.Errors ?? [], fieldOf) },
            };
            return new FormAnswer.Page(
                Show(
                    desk,
                    // Another content is another request.
                    problem.Problem.Code == DeskApi.KeyReused
                        ? WithField(refused, FormId, Guid.NewGuid().ToString())
                        : refused
                )
            );
        }
    }

    private static bool Chooses(RecordModel model, string member) =>
        model.State.Fields[Merge.Choice + member] == Merge.Theirs;

    private static RecordModel WithField(RecordModel model, string name, string text) =>
        model with
        {
            State = model.State with { Fields = model.State.Fields.With(name, text) },
        };

    /// <summary>Records a project once, also if the form is sent twice.</summary>
    private static Task<JsonObject> RecordAsync(JsonObject body, string form, DeskApi api) =>
        DeskApi.OnceAsync(() =>
            api.SendAsync<JsonObject>(HttpMethods.Post, "/v1/projects", body, headers: [("Idempotency-Key", form)])
        );

    private static Task<JsonObject> ReplaceAsync(JsonObject body, RecordModel model, DeskApi api) =>
        api.SendAsync<JsonObject>(
            HttpMethods.Put,
            ProjectModel.Address(model.Id!),
            body,
            headers: [("If-Match", $"\"{model.State.Fields[Version]}\"")]
        );

    /// <summary>Returns the form with the changes of both people; the saved record if both changed the same.</summary>
    private static async Task<FormAnswer> MergeAsync(RecordModel model, DeskContext desk, DeskApi api)
    {
        var (address, fields) = (ProjectModel.Address(model.Id!), model.State.Fields);
        var saved = await api.GetAsync<JsonObject>(address);
        var merge = Merge.Create(fields, await ReadAsync(), saved, model.Choices);
        var changed = ProjectFields.ToComparable(merge.Fields, model.Choices);
        var stored = ProjectFields.ToComparable(ProjectFields.FromRecord(saved, model.Choices), model.Choices);
        if (JsonNode.DeepEquals(changed, stored)) // as when the form was sent twice
            return new FormAnswer.See($"/desk/projects/{model.Id}?{Saved}={Uri.EscapeDataString(fields[FormId])}");

        var merged = merge.Fields.With(Version, saved[Version]!.ToString());
        return new FormAnswer.Page(
            Show(desk, model with { Merge = merge, State = model.State with { Fields = merged } })
        );

        async Task<JsonObject?> ReadAsync()
        {
            try
            {
                var past = await api.GetAsync<JsonObject>(
                    $"{address}/versions/{Uri.EscapeDataString(fields[Version])}"
                );
                return (JsonObject)past["project"]!;
            }
            catch (ApiProblemException problem) when (problem.Status == StatusCodes.Status404NotFound)
            {
                return null; // a version from before history was kept
            }
        }
    }
}
