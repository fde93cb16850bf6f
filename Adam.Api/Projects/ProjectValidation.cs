using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using FluentValidation;

namespace Adam.Api.Projects;

/// <summary>Validates projects of every format by the same rules.</summary>
internal static class ProjectValidation
{
    private static readonly ProjectRules Rules = new();

    /// <summary>Adds what the rules reject to the errors that the form has shown, and returns the draft.</summary>
    /// <param name="errors">The errors of the form; members that they name are not validated again.</param>
    /// <returns>The draft; of a member with an error it has a default or nothing.</returns>
    public static ProjectDraft Validate(ProjectInput input, List<ValidationError> errors, PartnerDirectory partners)
    {
        Validation.Add(errors, Rules.Validate(new ProjectValidationContext(input, partners, [.. errors])).Errors);
        return input.ToDraft(partners);
    }
}

/// <summary>What the rules need beside the project itself.</summary>
internal sealed class ProjectValidationContext(
    ProjectInput input,
    PartnerDirectory partners,
    IReadOnlyList<ValidationError> formErrors
) : ValidationContext<ProjectInput>(input)
{
    public PartnerDirectory Partners { get; } = partners;

    /// <summary>The errors that reading the form has found: a member that could not be read is not missing.</summary>
    public IReadOnlyList<ValidationError> FormErrors { get; } = formErrors;

    /// <summary>Returns the context of the whole project from that of one of its members.</summary>
    /// <exception cref="InvalidOperationException">The validation was started without one.</exception>
    public static ProjectValidationContext From(IValidationContext context)
    {
        for (var current = context; current is not null; current = current.ParentContext)
        {
            if (current is ProjectValidationContext whole)
                return whole;
        }

        throw new InvalidOperationException($"{nameof(ProjectRules)} need a {nameof(ProjectValidationContext)}.");
    }
}
