using System.Globalization;
using Adam.Domain.Text;

namespace Adam.Api.Configuration;

/// <summary>The limits of the life of keys, under <c>Adam:Keys:</c>. A limit of 0 is off.</summary>
internal sealed record KeySettings
{
    public const string Section = "Adam:Keys";

    private const int Highest = 36_500;

    /// <summary>
    /// The days after which a new key expires that is issued without an expiry; 0 if it does not expire.
    /// </summary>
    public int DefaultDays { get; init; }

    /// <summary>The longest life of a new key in days; 0 if it is not limited.</summary>
    public int MaxDays { get; init; }

    /// <exception cref="SettingException">A setting is unknown or invalid.</exception>
    public static KeySettings Read(IConfiguration configuration)
    {
        string[] names = [nameof(DefaultDays), nameof(MaxDays)];
        var section = configuration.GetSection(Section);
        foreach (var name in section.GetChildren().Select(child => child.Key))
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new SettingException(
                    $"There is no setting {Section}:{name}; "
                        + (
                            Nearest.FindIn(name, names) is { } nearest
                                ? $"did you mean {Section}:{nearest}?"
                                : $"known are {string.Join(", ", names)}."
                        )
                );
        }

        var most = Number(nameof(MaxDays), 0);
        var unset = Number(nameof(DefaultDays), most);
        if (most > 0 && (unset == 0 || unset > most))
            throw new SettingException(
                $"{Section}:{nameof(DefaultDays)} is {unset}, beyond {Section}:{nameof(MaxDays)}, which is {most}; set "
                    + $"it to a number from 1 to {most}, or leave it out."
            );
        return new() { DefaultDays = unset, MaxDays = most };

        int Number(string name, int otherwise) =>
            section[name] switch
            {
                null => otherwise,
                var text
                    when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        && number <= Highest => number,
                var text => throw new SettingException(
                    $"{Section}:{name} is '{text}'; it must be a whole number of days from 0, which turns the limit "
                        + $"off, to {Highest}."
                ),
            };
    }
}
