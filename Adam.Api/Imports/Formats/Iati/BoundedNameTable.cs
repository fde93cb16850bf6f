using System.Globalization;
using System.Xml;
using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats.Iati;

/// <summary>
/// The names of elements, attributes and namespaces of a file, limited to <see cref="IatiLimits.Names"/>. The parser
/// keeps each name until the end of the file, so an unlimited number would fill the memory.
/// </summary>
internal sealed class BoundedNameTable : NameTable
{
    private int _count;

    public override string Add(char[] key, int start, int len) =>
        Get(key, start, len) ?? Counted(base.Add(key, start, len));

    public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

    private string Counted(string name) =>
        ++_count <= IatiLimits.Names
            ? name
            : throw new UnreadableFileException(
                ErrorCodes.XmlRefused,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Elements and attributes have more than {IatiLimits.Names:N0} "
                ) + "different names. No IATI file needs that; look at how the file was made."
            );
}
