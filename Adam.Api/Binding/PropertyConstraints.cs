using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Adam.Api.Errors;
using Adam.Domain.Text;

namespace Adam.Api.Binding;

/// <summary>
/// The constraints of a property from its attributes <c>[Required]</c>, <c>[Range]</c>, <c>[MaxLength]</c> and
/// <c>[MinLength]</c>. The binder validates them, and the OpenAPI document lists them.
/// </summary>
internal sealed class PropertyConstraints(PropertyInfo property)
{
    private readonly RangeAttribute? _range = property.GetCustomAttribute<RangeAttribute>();
    private readonly int? _longest = property.GetCustomAttribute<MaxLengthAttribute>()?.Length;
    private readonly int? _fewest = property.GetCustomAttribute<MinLengthAttribute>()?.Length;

    private readonly object? _example = property.GetCustomAttribute<ExampleAttribute>()?.Value;

    public bool Required { get; } = property.IsDefined(typeof(RequiredAttribute));

    public void Check(object? value, string name, List<ValidationError> errors)
    {
        if (value is null || (Required && value is string text && string.IsNullOrWhiteSpace(text)))
        {
            if (Required && !errors.HasErrorFor(name))
                errors.Add(new(name, "This is missing, and must be given.", ErrorCodes.Missing));
            return;
        }

        if (Violation(value) is { Reason: not null } wrong && !errors.HasErrorFor(name))
            errors.Add(new(name, wrong.Reason, wrong.Code!));
    }

    private ParseResult Violation(object value) =>
        value switch
        {
            string text
                when _longest is not null
                    && text.Length > _longest
                    && text.EnumerateRunes().Count() is var length
                    && length > _longest => ParseResult.Failure(
                ErrorCodes.TooLong,
                $"{ValidationError.Quote(text)} has {length} characters; at most {_longest} are taken."
            ),
            string => default,
            ICollection items when _fewest is { } all && all == _longest && items.Count != all => ParseResult.Failure(
                items.Count < all ? ErrorCodes.Missing : ErrorCodes.TooMany,
                $"{Listed(items)} has {Counted.Noun(items.Count, "value")}; {all} are taken, such as {_example}."
            ),
            ICollection items when items.Count < _fewest => ParseResult.Failure(
                ErrorCodes.Missing,
                $"At least {_fewest} must be given."
            ),
            ICollection items when items.Count > (_longest ?? JsonModelReader.MostItems) => ParseResult.Failure(
                ErrorCodes.TooMany,
                $"The list has {items.Count} items; at most {_longest ?? JsonModelReader.MostItems} are taken."
            ),
            IConvertible when _range is not null && !InRange(value) => ParseResult.Failure(
                ErrorCodes.OutOfRange,
                $"{Convert.ToString(value, CultureInfo.InvariantCulture)} lies outside {_range.Minimum} to "
                    + $"{_range.Maximum}."
            ),
            _ => default,
        };

    private static string Listed(ICollection items) =>
        ValidationError.Quote(
            string.Join(',', items.Cast<object>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))
        );

    private bool InRange(object value) =>
        Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
        && number >= Convert.ToDouble(_range!.Minimum, CultureInfo.InvariantCulture)
        && number <= Convert.ToDouble(_range.Maximum, CultureInfo.InvariantCulture);
}
