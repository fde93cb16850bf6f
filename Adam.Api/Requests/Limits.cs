using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Adam.Api.Requests;

/// <summary>
/// The constraints that attributes put on a property: <c>[Required]</c>, <c>[Range]</c>, <c>[MaxLength]</c> and
/// <c>[MinLength]</c>. The binder enforces them and the OpenAPI document shows them.
/// </summary>
internal sealed class Limits(PropertyInfo property)
{
    private readonly RangeAttribute? _range = property.GetCustomAttribute<RangeAttribute>();
    private readonly int? _longest = property.GetCustomAttribute<MaxLengthAttribute>()?.Length;
    private readonly int? _fewest = property.GetCustomAttribute<MinLengthAttribute>()?.Length;

    public bool Required { get; } = property.IsDefined(typeof(RequiredAttribute));

    public void Check(object? value, string name, List<Fault> faults)
    {
        if (value is null || (Required && value is string text && string.IsNullOrWhiteSpace(text)))
        {
            if (Required && !faults.Concern(name))
                faults.Add(new(name, "This is missing, and must be given.", ErrorCodes.Missing));
            return;
        }

        if (Wrong(value) is { Reason: not null } wrong && !faults.Concern(name))
            faults.Add(new(name, wrong.Reason, wrong.Code!));
    }

    private Reading Wrong(object value) => value switch
    {
        string text when _longest is not null && text.Length > _longest && text.EnumerateRunes().Count() is var length && length > _longest =>
            Reading.Wrong(ErrorCodes.TooLong, $"{Fault.Show(text)} has {length} characters; at most {_longest} are taken."),
        string => default,
        ICollection items when items.Count < _fewest => Reading.Wrong(ErrorCodes.Missing, $"At least {_fewest} must be given."),
        ICollection items when items.Count > (_longest ?? JsonShape.MostItems) => Reading.Wrong(ErrorCodes.TooMany,
            $"The list has {items.Count} items; at most {_longest ?? JsonShape.MostItems} are taken."),
        IConvertible when _range is not null && !InRange(value) =>
            Reading.Wrong(ErrorCodes.OutOfRange, $"{Convert.ToString(value, CultureInfo.InvariantCulture)} lies outside {_range.Minimum} to {_range.Maximum}."),
        _ => default,
    };

    private bool InRange(object value) =>
        Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number &&
        number >= Convert.ToDouble(_range!.Minimum, CultureInfo.InvariantCulture) && number <= Convert.ToDouble(_range.Maximum, CultureInfo.InvariantCulture);
}
