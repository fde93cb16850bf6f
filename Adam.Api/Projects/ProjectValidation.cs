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

    /// <summary>
    /// Validates the input, adds the errors of the rules to those of the form, and returns the draft.
    /// </summary>
    /// <param name="errors">The errors of the form. Members with such errors are not validated again.</param>
    /// <returns>The draft. A member with an error is empty or has a default value.</returns>
    public static ProjectDraft Validate(ProjectInput input, List<ValidationError> errors, PartnerDirectory partners)
    {
        Validation.Add(errors, Rules.Validate(new ProjectValidationContext(input, partners, [.. errors])).Errors);
        return input.ToDraft(partners);
    }
}

/// <summary>The validation context of a project: its partners and the errors of its form.</summary>
internal sealed class ProjectValidationContext(
    ProjectInput input,
    PartnerDirectory partners,
    IReadOnlyList<ValidationError> formErrors
) : ValidationContext<ProjectInput>(input)
{
    public PartnerDirectory Partners { get; } = partners;

    /// <summary>The errors of the form. A member that could not be parsed is not reported as missing.</summary>
    public IReadOnlyList<ValidationError> FormErrors { get; } = formErrors;

    /// <summary>Returns the context of the whole project from the context of one of its members.</summary>
    /// <exception cref="InvalidOperationException">
    /// The validation was not started with a <see cref="ProjectValidationContext"/>.
    /// </exception>
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
