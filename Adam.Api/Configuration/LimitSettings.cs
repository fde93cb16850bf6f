using System.Globalization;
using Adam.Domain.Text;

namespace Adam.Api.Configuration;

/// <summary>
/// The limits of what one key, one partner or one address may ask for, under <c>Adam:Limits:</c>. A limit of 0 is off.
/// </summary>
internal sealed record LimitSettings
{
    public const string Section = "Adam:Limits";

    private const int Highest = 1_000_000_000;

    /// <summary>The reads of a key in a minute.</summary>
    public int ReadsPerMinute { get; init; } = 6_000;

    /// <summary>The writes of a key in a minute.</summary>
    public int WritesPerMinute { get; init; } = 1_200;

    /// <summary>The imports of a key in a minute.</summary>
    public int ImportsPerMinute { get; init; } = 60;

    /// <summary>The reads of a partner at the same time. Further ones wait.</summary>
    public int ReadsAtOnce { get; init; } = 8;

    /// <summary>
    /// The reads of a key that are computed at the same time, before their responses begin. Further ones wait. Half of
    /// the processors remain for others.
    /// </summary>
    public int ReadsComputedAtOnce { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The writes of a partner at the same time. Further ones wait.</summary>
    public int WritesAtOnce { get; init; } = 8;

    /// <summary>The files of a partner that are received or sent at the same time. Further ones wait.</summary>
    public int FilesAtOnce { get; init; } = 4;

    /// <summary>The imports of a partner that wait as jobs or are being worked on.</summary>
    public int OpenImports { get; init; } = 20;

    /// <summary>The records of an import that is taken as a whole or not at all.</summary>
    public int AtomicRecords { get; init; } = 2_000;

    /// <summary>The requests without a key from an address in a minute.</summary>
    public int AnonymousPerMinute { get; init; } = 1_200;

    /// <summary>The wrong keys from an address in a minute.</summary>
    public int WrongKeysPerMinute { get; init; } = 30;

    /// <summary>The open connections of an address.</summary>
    public int ConnectionsOfAddress { get; init; } = 500;

    /// <summary>The time in seconds after which a read ends that has not found its response.</summary>
    public int ReadSeconds { get; init; } = 20;

    private static readonly string[] Names =
    [
        .. typeof(LimitSettings)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(int))
            .Select(property => property.Name),
    ];

    /// <exception cref="SettingException">A setting is unknown or invalid.</exception>
    public static LimitSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        foreach (var child in section.GetChildren())
        {
            if (!Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                throw new SettingException(
                    $"There is no setting {Section}:{child.Key}; "
                        + (
                            Nearest.FindIn(child.Key, Names) is { } nearest
                                ? $"did you mean {Section}:{nearest}?"
                                : $"known are {string.Join(", ", Names)}."
                        )
                );
        }

        var unset = new LimitSettings();
        return new()
        {
            ReadsPerMinute = Number(nameof(ReadsPerMinute), unset.ReadsPerMinute),
            WritesPerMinute = Number(nameof(WritesPerMinute), unset.WritesPerMinute),
            ImportsPerMinute = Number(nameof(ImportsPerMinute), unset.ImportsPerMinute),
            ReadsAtOnce = Number(nameof(ReadsAtOnce), unset.ReadsAtOnce),
            ReadsComputedAtOnce = Number(nameof(ReadsComputedAtOnce), unset.ReadsComputedAtOnce),
            WritesAtOnce = Number(nameof(WritesAtOnce), unset.WritesAtOnce),
            FilesAtOnce = Number(nameof(FilesAtOnce), unset.FilesAtOnce),
            OpenImports = Number(nameof(OpenImports), unset.OpenImports),
            AtomicRecords = Number(nameof(AtomicRecords), unset.AtomicRecords),
            AnonymousPerMinute = Number(nameof(AnonymousPerMinute), unset.AnonymousPerMinute),
            WrongKeysPerMinute = Number(nameof(WrongKeysPerMinute), unset.WrongKeysPerMinute),
            ConnectionsOfAddress = Number(nameof(ConnectionsOfAddress), unset.ConnectionsOfAddress),
            ReadSeconds = Number(nameof(ReadSeconds), unset.ReadSeconds),
        };

        int Number(string name, int otherwise) =>
            section[name] switch
            {
                null => otherwise,
                var text
                    when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        && number <= Highest => number,
                var text => throw new SettingException(
                    $"{Section}:{name} is '{text}'; it must be a whole number from 0, which turns the limit off, to "
                        + $"{Highest}."
                ),
            };
    }
}
