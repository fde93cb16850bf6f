namespace Adam.Domain.CodeLists;

/// <summary>
/// Names the code list that a text, or each text of a list, takes its values from. The OpenAPI document describes such
/// members by the schema of that list.
/// </summary>
/// <param name="list">The name of the list in its path, for example <c>activity-types</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public class CodeOfAttribute(string list) : Attribute
{
    public string List { get; } = list;
}
