using Adam.Api.Requests;

namespace Adam.Api.Imports;

/// <summary>The errors and warnings of one imported record. A repeated one is stored once.</summary>
internal sealed class Findings
{
    private readonly List<Fault> _errors = [];
    private readonly List<Fault> _warnings = [];

    /// <summary>The reasons for which the record is rejected.</summary>
    public IReadOnlyList<Fault> Errors => _errors;

    /// <summary>The values that were left out or changed.</summary>
    public IReadOnlyList<Fault> Warnings => _warnings;

    /// <param name="name">The name of the element or member, in the words of the file's format.</param>
    public void Error(string name, ErrorCode code, string reason) => Add(_errors, new(name, reason, code));

    /// <inheritdoc cref="Error"/>
    public void Warn(string name, ErrorCode code, string reason) => Add(_warnings, new(name, reason, code));

    private static void Add(List<Fault> faults, Fault fault)
    {
        if (faults.Count < Fault.Most && !faults.Contains(fault))
            faults.Add(fault);
    }
}
