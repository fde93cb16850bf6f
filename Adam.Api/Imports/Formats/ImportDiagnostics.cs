using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats;

/// <summary>The errors and warnings of one imported record. A repeated one is stored once.</summary>
internal sealed class ImportDiagnostics
{
    private readonly List<ValidationError> _errors = [];
    private readonly List<ValidationError> _warnings = [];

    /// <summary>The reasons for which the record is rejected.</summary>
    public IReadOnlyList<ValidationError> Errors => _errors;

    /// <summary>The values that were left out or changed.</summary>
    public IReadOnlyList<ValidationError> Warnings => _warnings;

    /// <param name="name">The name of the element or member, as the file's format names it.</param>
    public void Error(string name, ErrorCode code, string reason) => Add(_errors, new(name, reason, code));

    /// <inheritdoc cref="Error"/>
    public void Warn(string name, ErrorCode code, string reason) => Add(_warnings, new(name, reason, code));

    private static void Add(List<ValidationError> errors, ValidationError error)
    {
        if (errors.Count < ValidationError.Most && !errors.Contains(error))
            errors.Add(error);
    }
}
