using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using FastEndpoints;
using FluentValidation;
using FluentValidation.Results;

namespace Adam.Api.Requests;

/// <summary>Makes the failures of validators faults like those of the form: under the names that the caller wrote, in English whatever the server's culture, with codes of ours.</summary>
internal static class Validation
{
    /// <summary>A name is asked for by every rule of every request, and to look for attributes costs more than most rules.</summary>
    private static readonly ConcurrentDictionary<MemberInfo, string> Names = new();

    public static void Configure()
    {
        ValidatorOptions.Global.LanguageManager.Enabled = false;
        ValidatorOptions.Global.PropertyNameResolver = (_, member, expression) => member is null ? null : NameOf(member, expression);
        ValidatorOptions.Global.DisplayNameResolver = ValidatorOptions.Global.PropertyNameResolver;
    }

    public static Problem ToProblem(List<ValidationFailure> failures, HttpContext http, int _)
    {
        List<Fault> faults = [.. failures.Select(failure => failure.CustomState).OfType<Fault>()];
        Add(faults, failures);
        var refusal = Refusal.Of(faults);
        return Problem.Of(http, refusal.Code, refusal.Message, faults);
    }

    /// <summary>Adds what a validator found to the faults of the form. What could not be read is not judged as well.</summary>
    public static void Add(List<Fault> faults, IReadOnlyList<ValidationFailure> failures) => faults.AddRange(
        failures.Where(failure => failure.CustomState is not Fault && !faults.Concern(failure.PropertyName)).Select(failure => new Fault(failure.PropertyName, failure.ErrorMessage, CodeOf(failure.ErrorCode))).ToList());

    // A rule without a code of ours carries the name of FluentValidation's class, which is no contract.
    private static string CodeOf(string? code) => code switch
    {
        not null when code.StartsWith("ADAM-", StringComparison.Ordinal) => code,
        "NotEmptyValidator" or "NotNullValidator" => ErrorCodes.Missing,
        "MaximumLengthValidator" or "LengthValidator" => ErrorCodes.TooLong,
        _ => ErrorCodes.BadValue,
    };

    private static string NameOf(MemberInfo member, LambdaExpression? expression)
    {
        var names = new List<string>();
        for (var node = expression?.Body as MemberExpression; node is not null; node = node.Expression as MemberExpression)
            names.Insert(0, NameOf(node.Member));

        return names.Count == 0 ? NameOf(member) : string.Join('.', names.Where(name => name.Length > 0));
    }

    private static string NameOf(MemberInfo member) => Names.GetOrAdd(member, NameAnew);

    // A member of the body stands at its top level; a header has a name of its own.
    private static string NameAnew(MemberInfo member) =>
        member.IsDefined(typeof(FromBodyAttribute)) ? ""
        : member.GetCustomAttribute<FromHeaderAttribute>()?.HeaderName ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name);
}
