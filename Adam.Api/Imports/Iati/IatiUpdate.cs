using Adam.Domain.Projects;

namespace Adam.Api.Imports.Iati;

/// <summary>What becomes of a record when its activity is imported again.</summary>
internal static class IatiUpdate
{
    /// <summary>What the file says, with what IATI has no place for kept as people have entered it: beneficiaries and activity types.</summary>
    public static ProjectDraft Of(ProjectDraft current, ProjectDraft incoming) => incoming with
    {
        Reference = current.Reference,
        Beneficiaries = current.Beneficiaries,
        ActivityTypes = current.ActivityTypes,
    };
}
