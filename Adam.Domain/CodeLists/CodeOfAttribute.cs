namespace Adam.Domain.CodeLists;

/// <summary>
/// Names the code list that a text, or each text of a list, takes its values from. The published contract describes such
/// members by the schema of that list.
/// </summary>
/// <param name="list">Name of the list in its path: <c>activity-types</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public class CodeOfAttribute(string list) : Attribute
{
    public string List { get; } = list;
}
