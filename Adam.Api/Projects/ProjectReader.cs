using System.Text.Json;
using Adam.Api.Requests;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Security;
using FluentValidation;

namespace Adam.Api.Projects;

/// <summary>A project as it was read: whose it is to be, what it says, and the partners that it was judged by.</summary>
/// <param name="Draft">Complete when <paramref name="Faults"/> is empty; else only what has no fault means anything.</param>
internal sealed record ReadProject(string Owner, ProjectDraft Draft, IReadOnlyList<Fault> Faults)
{
    /// <summary>
    /// The members that decide with which projects this one overlaps (<see cref="Domain.Overlaps.Activity"/>).
    /// </summary>
    internal static readonly string[] DecideOverlaps =
        ["owner", "pillars", "countries", "donors", "status", "plannedStart", "plannedEnd", "actualStart", "actualEnd"];

    /// <summary>Returns true if all members that decide overlaps are there and have no error.</summary>
    public bool HasActivity => IsRight([.. DecideOverlaps, JsonBody.Name]);

    /// <summary>Whether nothing is wrong with these members, nor with anything in them.</summary>
    public bool IsRight(params string[] members) => !Faults.Any(fault => members.Any(member => fault.Name == member || fault.Name.StartsWith(member + "[", StringComparison.Ordinal)));
}

/// <summary>Reads a project that somebody sent: by the rules, against the partners of the register, with every fault at once.</summary>
internal sealed class ProjectReader(PartnerStore partners)
{
    private static readonly ProjectRules Rules = new();

    /// <param name="faults">What the form of the request has shown already.</param>
    /// <param name="current">The project that is to be changed; null for a new one.</param>
    /// <exception cref="Refusal">The caller may not write for the owner that the body names.</exception>
    public async Task<ReadProject> ReadAsync(ProjectBody body, IEnumerable<Fault> faults, Caller caller, Project? current, CancellationToken ct) =>
        Read(body, faults, caller, current, await partners.DirectoryAsync(ct));

    /// <summary>As <see cref="ReadAsync"/>, where many are judged by the same partners.</summary>
    public static ReadProject Read(ProjectBody body, IEnumerable<Fault> faults, Caller caller, Project? current, PartnerDirectory directory)
    {
        List<Fault> all = [.. faults];
        var context = new ValidationContext<ProjectBody>(body) { RootContextData = { [ProjectRules.Partners] = directory, [ProjectRules.Form] = all.ToList() } };
        Validation.Add(all, Rules.Validate(context).Errors);

        var owner = Owner(body, caller, current, directory, all);
        var read = new ReadProject(owner, body.ToDraft(directory), all);
        all.AddRange(Computed(body, read, current).Where(fault => !all.Concern(fault.Name)).ToList());
        return read;
    }

    private static string Owner(ProjectBody body, Caller caller, Project? current, PartnerDirectory directory, List<Fault> faults)
    {
        var own = current?.Owner ?? caller.Partner;
        if (string.IsNullOrWhiteSpace(body.Owner))
            return own;

        if (directory.Resolve(body.Owner) is not { } named)
        {
            if (!faults.Concern("owner"))
                faults.Add(new("owner", $"{Fault.Show(body.Owner)} is no partner. Leave owner out: it is {own}.", ErrorCodes.UnknownCode));
            return own;
        }

        if (named != own && caller.Role != Role.Admin)
            throw new Refusal(ErrorCodes.NotYourProject, $"The owner of what this key writes is {own}, not {named}. Leave owner out, or ask {named} or an admin.");
        return named;
    }

    /// <summary>Members that the register computes, where they do not say what it computes.</summary>
    private static IEnumerable<Fault> Computed(ProjectBody body, ReadProject read, Project? current)
    {
        var draft = read.Draft;
        // What follows from members that are wrong themselves cannot be said.
        if (body.Period is { } period && read.IsRight("plannedStart", "plannedEnd", "actualStart", "actualEnd", "status") && !Says(period, PeriodDocument.Of(draft.Period)))
            yield return Wrong("period", "follows from the four dates and the status");
        if (body.SdgTargets is { } targets && read.IsRight("pillars", "additionalSdgTargets") && !targets.SequenceEqual(draft.SdgTargets))
            yield return Wrong("sdgTargets", $"follows from pillars and additionalSdgTargets ({string.Join(", ", draft.SdgTargets)})");
        if (body.Id is { } id && id != current?.Id)
            yield return Wrong("id", "is given by the register");
        if (body.Version is { } version && version != current?.Version)
            yield return Wrong("version", "is counted by the register");
        if (body.CreatedAt is { } created && created != current?.CreatedAt)
            yield return Wrong("createdAt", "is stamped by the register");
        if (body.UpdatedAt is { } updated && updated != current?.UpdatedAt)
            yield return Wrong("updatedAt", "is stamped by the register");
        if (body.UpdatedBy is { } by && by != current?.UpdatedBy)
            yield return Wrong("updatedBy", "is stamped by the register");

        // A missing end may be left out: a merge patch cannot say null.
        static bool Says(JsonElement given, PeriodDocument period) =>
            JsonElement.DeepEquals(MergePatch.Apply(default, given), MergePatch.Apply(default, JsonSerializer.SerializeToElement(period, Json.Options)));

        static Fault Wrong(string name, string why) => new(name, $"{name} {why}, and this is another value. Leave it out.", ErrorCodes.ComputedMember);
    }
}
