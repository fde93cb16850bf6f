using Adam.Api.Requests;

namespace Adam.Api.Imports;

/// <summary>What was found about one record of a file. A finding that stands there already is not repeated.</summary>
internal sealed class Findings
{
    private readonly List<Fault> _errors = [];
    private readonly List<Fault> _warnings = [];

    /// <summary>Why the record cannot be taken.</summary>
    public IReadOnlyList<Fault> Errors => _errors;

    /// <summary>What of it was left out or read otherwise than it stands there.</summary>
    public IReadOnlyList<Fault> Warnings => _warnings;

    /// <param name="name">What it is about, as the file's format calls it.</param>
    public void Error(string name, ErrorCode code, string reason) => Add(_errors, new(name, reason, code));

    /// <inheritdoc cref="Error"/>
    public void Warn(string name, ErrorCode code, string reason) => Add(_warnings, new(name, reason, code));

    private static void Add(List<Fault> faults, Fault fault)
    {
        if (faults.Count < Fault.Most && !faults.Contains(fault))
            faults.Add(fault);
    }
}
