using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Partners;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Api.Projects;

/// <summary>A validated project: its owner, its draft and all errors.</summary>
/// <param name="Input">The project as the body states it.</param>
/// <param name="Draft">
/// The draft. It is complete if <paramref name="Errors"/> is empty; otherwise, members with errors have undefined
/// values.
/// </param>
internal sealed record ValidatedProject(
    string Owner,
    ProjectInput Input,
    ProjectDraft Draft,
    IReadOnlyList<ValidationError> Errors
)
{
    internal static readonly string[] DecideOverlaps =
    [
        "pillars",
        "countries",
        "donors",
        "status",
        "plannedStart",
        "plannedEnd",
        "actualStart",
        "actualEnd",
        "visibility",
        "owner",
        JsonBody.Name,
    ];

    /// <summary>True if all members that determine overlaps are present and have no error.</summary>
    public bool HasActivity => AreValid(DecideOverlaps);

    /// <summary>Returns true if neither these members nor their items have an error.</summary>
    public bool AreValid(params string[] members) =>
        !Errors.Any(error =>
            members.Any(member => error.Name == member || error.Name.StartsWith(member + "[", StringComparison.Ordinal))
        );
}

/// <summary>Reads and validates projects from request bodies, and collects all errors.</summary>
internal sealed class ProjectReader(PartnerStore partners)
{
    /// <param name="errors">The errors found while the request was parsed.</param>
    /// <param name="current">The project to change; null for a new one.</param>
    /// <exception cref="ProblemException">
    /// The caller is not allowed to write for the owner that the body names.
    /// </exception>
    public async Task<ValidatedProject> ReadAsync(
        ProjectBody body,
        IEnumerable<ValidationError> errors,
        Caller caller,
        Project? current,
        CancellationToken ct
    )
    {
        var directory = await partners.DirectoryAsync(ct);
        List<ValidationError> all = [.. errors];
        var input = body.ToInput();
        if (input.Visibility is null && current is not null)
            input = input with { Visibility = Json.NameOf(current.Draft.Visibility) };
        var draft = ProjectValidation.Validate(input, all, directory);
        var owner = Owner(body, caller, current, directory, all);
        var project = new ValidatedProject(owner, input, draft, all);
        all.AddRange(Computed(body, project, current).Where(error => !all.HasErrorFor(error.Name)).ToList());
        return project;
    }

    private static string Owner(
        ProjectBody body,
        Caller caller,
        Project? current,
        PartnerDirectory directory,
        List<ValidationError> errors
    )
    {
        var own = current?.Owner ?? caller.Partner;
        if (string.IsNullOrWhiteSpace(body.Owner))
            return own;

        if (directory.Resolve(body.Owner) is not { } named)
        {
            if (!errors.HasErrorFor("owner"))
                errors.Add(UnknownOwner(body.Owner, own, directory));
            return own;
        }

        if (named != own && !caller.MayWriteForEveryPartner)
            throw new ProblemException(
                ErrorCodes.NotYourProject,
                $"The owner of what this key writes is {own}, not {named}. Leave owner out, or ask {named} or an admin."
            );
        return named;
    }

    /// <summary>Returns the error for an owner that is not a partner.</summary>
    /// <param name="own">The default owner.</param>
    public static ValidationError UnknownOwner(string owner, string own, PartnerDirectory partners) =>
        new(
            "owner",
            $"{ValidationError.Quote(owner)} is no partner. "
                + (
                    partners.Find(owner) is null
                        ? $"Leave owner out: it is {own}."
                        : ValidationError.PartnerMeant(owner, partners)
                ),
            ErrorCodes.UnknownCode
        );

    /// <summary>Returns an error for each computed member whose value in the body differs.</summary>
    private static IEnumerable<ValidationError> Computed(ProjectBody body, ValidatedProject project, Project? current)
    {
        foreach (var (name, source) in ComputedMembers.Differences(body, project))
            yield return Wrong(name, source);
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

        static ValidationError Wrong(string name, string why) =>
            new(name, $"{name} {why}, and this is another value. Leave it out.", ErrorCodes.ComputedMember);
    }
}
