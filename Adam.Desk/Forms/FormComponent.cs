using Adam.Desk.Shell;
using Microsoft.AspNetCore.Components;

namespace Adam.Desk.Forms;

/// <summary>A field of a form: its label, what was entered, and what is wrong with it, beside it.</summary>
public abstract class FieldComponent : DeskComponent
{
    [CascadingParameter]
    public FormState Form { get; set; } = null!;

    /// <summary>The name of the field.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [Parameter]
    public string Label { get; set; } = "";

    /// <summary>A sentence about what to enter; null for none.</summary>
    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public bool Required { get; set; }

    protected string Id => FormState.IdOf(Name);

    protected string Text => Form.Fields[Name];

    protected bool IsFaulty => Form.Of(Name).Count > 0;

    protected string? Invalid => IsFaulty ? "true" : null;

    protected string DescribedBy => Hint is null ? $"{Id}-fault" : $"{Id}-fault {Id}-hint";
}
