using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Adam.Api.Errors;
using FastEndpoints;
using FluentValidation;
using FluentValidation.Results;

namespace Adam.Api.Binding;

/// <summary>
/// Converts FluentValidation failures to the errors of this API: with the names that the client wrote, in English for
/// every culture of the server, and with codes of <see cref="ErrorCodes"/>.
/// </summary>
internal static class Validation
{
    /// <summary>
    /// A cache of member names. Every rule of every request needs a name, and reading attributes takes longer than most
    /// rules.
    /// </summary>
    private static readonly ConcurrentDictionary<MemberInfo, string> Names = new();

    public static void Configure()
    {
        ValidatorOptions.Global.LanguageManager.Enabled = false;
        ValidatorOptions.Global.PropertyNameResolver = (_, member, expression) =>
            member is null ? null : NameOf(member, expression);
        ValidatorOptions.Global.DisplayNameResolver = ValidatorOptions.Global.PropertyNameResolver;
    }

    public static Problem ToProblem(List<ValidationFailure> failures, HttpContext http, int _)
    {
        List<ValidationError> errors = [.. failures.Select(failure => failure.CustomState).OfType<ValidationError>()];
        Add(errors, failures);
        var problem = ProblemException.ForErrors(errors);
        return Problem.Create(http, problem.Code, problem.Message, errors);
    }

    /// <summary>
    /// Adds the failures of a validator to the errors of the binder, except for members that could not be parsed.
    /// </summary>
    public static void Add(List<ValidationError> errors, IReadOnlyList<ValidationFailure> failures) =>
        errors.AddRange(
            failures
                .Where(failure =>
                    failure.CustomState is not ValidationError && !errors.HasErrorFor(failure.PropertyName)
                )
                .Select(failure => new ValidationError(
                    failure.PropertyName,
                    failure.ErrorMessage,
                    CodeOf(failure.ErrorCode)
                ))
                .ToList()
        );

    // A rule without an ADAM code has the name of a FluentValidation class as its code, which is not part of the API.
    private static string CodeOf(string? code) =>
        code switch
        {
            not null when code.StartsWith("ADAM-", StringComparison.Ordinal) => code,
            "NotEmptyValidator" or "NotNullValidator" => ErrorCodes.Missing,
            "MaximumLengthValidator" or "LengthValidator" => ErrorCodes.TooLong,
            _ => ErrorCodes.BadValue,
        };

    private static string NameOf(MemberInfo member, LambdaExpression? expression)
    {
        var names = new List<string>();
        for (
            var node = expression?.Body as MemberExpression;
            node is not null;
            node = node.Expression as MemberExpression
        )
            names.Insert(0, NameOf(node.Member));

        return names.Count == 0 ? NameOf(member) : string.Join('.', names.Where(name => name.Length > 0));
    }

    private static string NameOf(MemberInfo member) => Names.GetOrAdd(member, Rename);

    // A member of the body has no prefix. A header has its own name.
    private static string Rename(MemberInfo member) =>
        member.IsDefined(typeof(FromBodyAttribute))
            ? ""
            : member.GetCustomAttribute<FromHeaderAttribute>()?.HeaderName
                ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name);
}
